// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/keyset.h"
#include "audit/site.h"
#include "jose/hmac.h"
#include "jose/jwt.h"
#include "jose/signature.h"
#include "jose/weaksecrets.h"

#include <QJsonDocument>

namespace keyturn::audit::checks {

namespace {

constexpr qsizetype leastBytes = 32; // RFC 7518 §3.2: as long as the hash, which is of 256 bits at least

QByteArray givenSecret(const Site &site)
{
    const QJsonObject jwk = QJsonDocument::fromJson(site.target().signingKey.reveal().toByteArray()).object();
    return QByteArray::fromBase64(jwk.value(QStringLiteral("k")).toString().toLatin1(), QByteArray::Base64UrlEncoding);
}

Verdict judgeSecret(const Site &site, const jose::Jwt &token)
{
    Verdict verdict;
    if (jose::weakSecretOf(token.compact)) {
        verdict.addFailure(QStringLiteral("Access tokens are signed with a secret that everybody tries first: whoever guesses it signs tokens for "
                                          "anybody."));
        return verdict;
    }
    verdict.addPass(QStringLiteral("The secret of the access tokens is not among those that are commonly used."));
    const QByteArray given = givenSecret(site);
    if (given.isEmpty() || !jose::hmacHolds(token.compact, core::Secret(given)))
        verdict.addGap(QStringLiteral("How long it is cannot be seen from outside: with the signing key (--signing-key) it can be told."));
    else if (given.size() < leastBytes)
        verdict.addFailure(QStringLiteral("The secret of the access tokens has %1 bits, fewer than 256.").arg(8 * given.size()));
    else
        verdict.addPass(QStringLiteral("It has %1 bits.").arg(8 * given.size()));
    return verdict;
}

Verdict judgePublicKeys(Site &site, const QString &algorithm)
{
    Verdict verdict;
    const QList<QJsonObject> keys = publishedKeys(site);
    for (const QJsonObject &key : keys) {
        QJsonObject bare = key; // what else it says of its use is not the matter
        for (const char *name : {"use", "alg", "key_ops"})
            bare.remove(QLatin1String(name));
        const bool isOfKind = (key.value(QStringLiteral("kty")) == QLatin1String("RSA")) == !algorithm.startsWith(QLatin1String("ES"));
        if (!isOfKind)
            continue;
        if (jose::keyFits(bare, algorithm))
            verdict.addPass(QStringLiteral("Access tokens are signed by %1, with a key that is long enough.").arg(algorithm));
        else
            verdict.addFailure(QStringLiteral("A key that the backend publishes is too short for %1, or of another curve.").arg(algorithm));
    }
    if (verdict.isEmpty())
        verdict.addGap(QStringLiteral("Access tokens are signed by %1, and the backend publishes no key that was found.").arg(algorithm));
    return verdict;
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.shared();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<jose::Jwt> token = jose::readJwt(visit->tokens.accessToken);
    if (!token.ok())
        return Verdict::notApplicable(QStringLiteral("Access tokens are no JWTs: nothing is signed."));
    const QString algorithm = token->header.value(QStringLiteral("alg")).toString();
    Verdict verdict = algorithm.startsWith(QLatin1String("HS")) ? judgeSecret(site, *token) : judgePublicKeys(site, algorithm);
    verdict.show(visit->answer);
    return verdict;
}

} // namespace

Check signingSecret()
{
    return {
        13,
        QStringLiteral("signing-secret"),
        QStringLiteral("The signing key cannot be guessed"),
        Severity::Critical,
        Mode::Active,
        {reference(QStringLiteral("RFC 8725 §3.5")), reference(QStringLiteral("RFC 7518 §3.2"))},
        QStringLiteral("Make the secret of 32 random bytes or more, keep it out of the source, and change it: all tokens that were signed so far are "
                       "forfeit.\n\nnode -e \"console.log(require('crypto').randomBytes(48).toString('base64'))\""),
        &look};
}

} // namespace keyturn::audit::checks
