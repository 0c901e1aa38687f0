// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "jose/jwt.h"

namespace keyturn::audit::checks {

namespace {

constexpr qint64 longestLife = 15 * 60; // seconds
constexpr qint64 slack = 5; // seconds between its making and its arrival

/// In seconds; nullopt where nothing tells.
std::optional<qint64> lifeOf(const model::TokenSet &tokens, const QJsonObject &claims)
{
    const std::optional<qint64> end = jose::numericDate(claims.value(QStringLiteral("exp")));
    const std::optional<qint64> begin = jose::numericDate(claims.value(QStringLiteral("iat")));
    if (end && begin)
        return *end - *begin;
    if (tokens.accessExpiresAt.isValid())
        return tokens.issuedAt.secsTo(tokens.accessExpiresAt);
    return std::nullopt;
}

/// The claims that tell of a person what a token has no need to tell (OpenID Connect Core §5.1), and those that hold what the person typed.
QStringList personalClaims(const QJsonObject &claims, const Person &person)
{
    static const QStringList known{QStringLiteral("email"),       QStringLiteral("name"),        QStringLiteral("given_name"),
                                   QStringLiteral("family_name"), QStringLiteral("firstName"),   QStringLiteral("lastName"),
                                   QStringLiteral("nickname"),    QStringLiteral("phone"),       QStringLiteral("phone_number"),
                                   QStringLiteral("address"),     QStringLiteral("birthdate"),   QStringLiteral("picture"),
                                   QStringLiteral("password"),    QStringLiteral("passwordHash")};
    QStringList found;
    for (auto it = claims.begin(); it != claims.end(); ++it) {
        const QString text = it.value().toString();
        const bool isTyped = !text.isEmpty() && (text.compare(person.user, Qt::CaseInsensitive) == 0 || text == person.name);
        if (it.value().isObject())
            found += personalClaims(it.value().toObject(), person);
        else if (isTyped || known.contains(it.key()))
            found.append(it.key());
    }
    return found;
}

void judgeLife(const Visit &visit, const QJsonObject &claims, Verdict &verdict)
{
    const std::optional<qint64> life = lifeOf(visit.tokens, claims);
    if (!life)
        verdict.addFailure(QStringLiteral("Nothing says when access tokens end."), visit.answer);
    else if (*life > longestLife + slack)
        verdict.addFailure(QStringLiteral("Access tokens live for %1 minutes, and so does one that was stolen.").arg(*life / 60), visit.answer);
    else
        verdict.addPass(QStringLiteral("Access tokens live for %1 seconds.").arg(*life));
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.shared();
    if (!visit.ok())
        return Verdict::inconclusive(visit.error().detail);
    if (!site.profile().access.cookie.isEmpty() && !jose::readJwt(visit->tokens.accessToken).ok())
        return Verdict::notApplicable(QStringLiteral("A session cookie keeps people signed in, and no access token."));
    Verdict verdict;
    verdict.show(visit->answer);
    const core::Result<jose::Jwt> token = jose::readJwt(visit->tokens.accessToken);
    if (!token.ok() && !visit->tokens.accessExpiresAt.isValid())
        verdict.addGap(QStringLiteral("The life of access tokens cannot be seen: they are no JWTs, and the answer does not tell it."));
    else
        judgeLife(*visit, token.ok() ? token->claims : QJsonObject(), verdict);
    if (!token.ok()) {
        verdict.addPass(QStringLiteral("Access tokens are no JWTs: nobody reads anything in them."));
        return verdict;
    }
    const QStringList personal = personalClaims(token->claims, visit->person);
    if (!personal.isEmpty())
        verdict.addFailure(
            QStringLiteral("Access tokens hold personal data, which whoever gets hold of one can read: %1.").arg(personal.join(QStringLiteral(", "))),
            visit->answer);
    else
        verdict.addPass(QStringLiteral("They hold no personal data."));
    return verdict;
}

} // namespace

Check accessTokenContents()
{
    return {
        17,
        QStringLiteral("access-token-contents"),
        QStringLiteral("Access tokens live for 15 minutes at most and hold no personal data"),
        Severity::Medium,
        Mode::Passive,
        {reference(QStringLiteral("ASVS 14.2.6"))},
        QStringLiteral("Let access tokens end soon, for a refresh token gives the next one, and put the person's id into them and nothing else.\n\n"
                       "jwt.sign({ sub: user.id }, key, { expiresIn: '15m', jwtid: crypto.randomUUID(), issuer, audience });"),
        &look};
}

} // namespace keyturn::audit::checks
