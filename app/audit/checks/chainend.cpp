// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "jose/jwt.h"

namespace keyturn::audit::checks {

namespace {

using namespace std::chrono_literals;

constexpr int mostSteps = 30;
constexpr std::chrono::seconds aMoment = 5s;

/// How long a refresh token has still to live, as it was told when it was given; nullopt: it was not.
std::optional<qint64> lifeOf(const model::TokenSet &tokens)
{
    if (tokens.refreshExpiresAt.isValid())
        return tokens.issuedAt.secsTo(tokens.refreshExpiresAt);
    const core::Result<jose::Jwt> jwt = jose::readJwt(tokens.refreshToken);
    if (!jwt.ok())
        return std::nullopt;
    const std::optional<qint64> end = jose::numericDate(jwt->claims.value(QStringLiteral("exp")));
    const std::optional<qint64> begin = jose::numericDate(jwt->claims.value(QStringLiteral("iat")));
    return end && begin ? std::optional(*end - *begin) : std::nullopt;
}

/// Refreshes again and again, each time shortly before the token would end, until that does not work any more.
Verdict wearOut(Site &site, model::TokenSet tokens)
{
    const std::chrono::seconds step = std::chrono::seconds(lifeOf(tokens).value_or(24 * 3600)) * 8 / 10;
    for (int i = 1; i <= mostSteps; ++i) {
        if (const core::Result<void> passed = site.passTime(step); !passed.ok())
            return Verdict::inconclusive(QStringLiteral("Whether a chain of refreshes ends cannot be seen in the time of an audit. ")
                                         + passed.error().detail);
        const core::Result<Renewal> renewal = site.refresh(tokens);
        if (!renewal.ok())
            return Verdict::without(renewal.error());
        const qint64 hours = std::chrono::duration_cast<std::chrono::hours>(step * i).count();
        Verdict verdict;
        if (renewal->answer.isRefusal()) {
            verdict.addPass(QStringLiteral("A session that was refreshed in time each time ended after %1 hours at the latest.").arg(hours));
            return verdict;
        }
        if (!renewal->tokens)
            return Verdict::inconclusive(QStringLiteral("A refresh did not work: %1.").arg(renewal->answer.told()));
        if (i == mostSteps) {
            verdict.addFailure(QStringLiteral("A session that is refreshed has no end: it lived on after %1 hours.").arg(hours), renewal->answer);
            return verdict;
        }
        tokens = *renewal->tokens;
    }
    return {};
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<net::HttpRequest> possible = site.refreshRequest(visit->tokens);
    if (!possible.ok())
        return Verdict::without(possible.error());
    if (const core::Result<void> passed = site.passTime(aMoment); !passed.ok())
        return Verdict::without(passed.error());
    const core::Result<Renewal> renewal = site.refresh(visit->tokens);
    if (!renewal.ok())
        return Verdict::without(renewal.error());
    if (!renewal->tokens)
        return Verdict::inconclusive(QStringLiteral("The refresh after the sign-in did not work: %1.").arg(renewal->answer.told()));
    const std::optional<qint64> before = lifeOf(visit->tokens);
    const std::optional<qint64> after = lifeOf(*renewal->tokens);
    if (before && after && *before - *after >= aMoment.count() - 1) { // the end stays where it was
        Verdict verdict;
        verdict.addPass(QStringLiteral("A refresh does not move the end of the session, %1 hours after the sign-in.").arg(*before / 3600));
        verdict.show(renewal->answer);
        return verdict;
    }
    return wearOut(site, *renewal->tokens);
}

} // namespace

Check chainEnd()
{
    return {23,
            QStringLiteral("chain-end"),
            QStringLiteral("A chain of refreshes ends at an absolute age"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 10.4.8"))},
            QStringLiteral("Keep with each family of refresh tokens when it began, and let no token of it outlive that by more than you want.\n\n"
                           "const expiresAt = Math.min(Date.now() + REFRESH_TTL, family.startedAt + FAMILY_TTL);"),
            &look};
}

} // namespace keyturn::audit::checks
