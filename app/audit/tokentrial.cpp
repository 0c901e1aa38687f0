// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/tokentrial.h"

#include "jose/tokensigner.h"
#include "jose/weaksecrets.h"

namespace keyturn::audit {

namespace {

core::Error none(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("not_applicable"), sentence};
}

core::Error failed(const QString &sentence)
{
    return {core::ErrorKind::BadReply, QStringLiteral("step_failed"), sentence};
}

/// The shared sign-in's, or another where that one has run out meanwhile.
core::Result<core::Secret> liveToken(Site &site)
{
    const core::Result<Visit> shared = site.shared();
    if (!shared.ok())
        return shared.error();
    const core::Result<bool> isTaken = site.isTaken(shared->tokens.accessToken);
    if (!isTaken.ok())
        return isTaken.error();
    if (*isTaken)
        return shared->tokens.accessToken;
    const core::Result<Visit> another = site.signIn();
    if (!another.ok())
        return another.error();
    const core::Result<bool> isOtherTaken = site.isTaken(another->tokens.accessToken);
    if (!isOtherTaken.ok())
        return isOtherTaken.error();
    if (!*isOtherTaken)
        return failed(QStringLiteral("The address that tells who is signed in does not take the backend's own access token."));
    return another->tokens.accessToken;
}

} // namespace

core::Result<TokenTrial> TokenTrial::begin(Site &site)
{
    if (!site.profile().identity)
        return none(QStringLiteral("The profile names no address that tells who is signed in."));
    const core::Result<core::Secret> token = liveToken(site);
    if (!token.ok())
        return token.error();
    core::Result<jose::Jwt> read = jose::readJwt(*token);
    if (!read.ok())
        return none(QStringLiteral("Access tokens are no JWTs: there is nothing in them to forge."));
    const core::Result<Answer> open = site.whoAmI();
    if (open.ok() && open->isGood())
        return failed(
            QStringLiteral("The address that tells who is signed in answers those too who bring no token, so that it does not tell which are "
                           "taken."));
    return TokenTrial(site, *read);
}

void TokenTrial::expectRefusal(const core::Secret &forged, const QString &what)
{
    const core::Result<Answer> answer = m_site->whoAmI(forged);
    if (!answer.ok())
        m_verdict.addGap(answer.error().detail);
    else if (answer->isGood())
        m_verdict.addFailure(QStringLiteral("%1 is taken.").arg(what), *answer);
    else if (!answer->arrived() || answer->isRateLimited())
        m_unclear.append(answer->told());
    else
        ++m_refusals;
}

Verdict TokenTrial::ended(const QString &aboutRefusals)
{
    if (!m_unclear.isEmpty())
        m_verdict.addGap(QStringLiteral("%1 altered tokens got neither a yes nor a no: %2.").arg(m_unclear.size()).arg(m_unclear.last()));
    if (m_refusals == 0)
        return m_verdict;
    const core::Result<bool> isTaken = m_site->isTaken(m_token.compact);
    if (isTaken.ok() && *isTaken)
        m_verdict.addPass(aboutRefusals);
    else
        m_verdict.addGap(QStringLiteral("Altered tokens were refused, but so was the sound one at the end: it ran out meanwhile, or was revoked."));
    return m_verdict;
}

core::Result<core::Secret> TokenTrial::sign(const QJsonObject &claims) const
{
    if (const std::optional<core::Secret> weak = jose::weakSecretOf(m_token.compact); weak)
        return jose::hmacJwt(m_token.header, claims, *weak);
    if (m_site->target().signingKey.isEmpty())
        return core::Error{core::ErrorKind::Offline, QStringLiteral("no_signing_key"),
                           QStringLiteral("Tokens with other claims need the backend's signing key, which was not given (--signing-key).")};
    return jose::signJwt(m_site->target().signingKey, m_token.header, claims);
}

core::Result<core::Secret> TokenTrial::signedAnew(const QJsonObject &claims)
{
    if (!m_canSign) {
        const core::Result<core::Secret> same = sign(m_token.claims);
        if (!same.ok())
            return core::Error{core::ErrorKind::Offline, QStringLiteral("no_signing_key"), same.error().detail};
        const core::Result<bool> isTaken = m_site->isTaken(*same);
        m_canSign = isTaken.ok() && *isTaken;
    }
    if (!*m_canSign)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("no_signing_key"),
                           QStringLiteral("The signing key that was given is not the one of the access tokens: what it signs is refused.")};
    return sign(claims);
}

} // namespace keyturn::audit
