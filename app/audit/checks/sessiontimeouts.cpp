// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

#include <algorithm>

namespace keyturn::audit::checks {

namespace {

using namespace std::chrono_literals;

/// What an unused session may last where the backend does not say.
constexpr std::chrono::seconds longestIdle = 24h * 7;
/// A session whose absolute end comes within this needs no other.
constexpr std::chrono::seconds shortSession = 24h;
constexpr int mostUses = 40;

/// As the sign-in told, if it did.
std::chrono::seconds idleLife(const model::TokenSet &tokens)
{
    if (!tokens.accessExpiresAt.isValid())
        return longestIdle;
    return std::clamp(std::chrono::seconds(tokens.issuedAt.secsTo(tokens.accessExpiresAt)), std::chrono::seconds(60s), longestIdle);
}

qint64 hoursOf(std::chrono::seconds time)
{
    return std::chrono::duration_cast<std::chrono::hours>(time).count();
}

void tryIdle(Site &site, const Visit &visit, Verdict &verdict)
{
    const std::chrono::seconds wait = idleLife(visit.tokens) + 60s;
    if (const core::Result<void> passed = site.passTime(wait); !passed.ok())
        return verdict.addGap(QStringLiteral("Whether an unused session ends was not seen. ") + passed.error().detail);
    const core::Result<bool> isTaken = site.isTaken(visit.tokens.accessToken);
    if (!isTaken.ok())
        verdict.addGap(isTaken.error().detail);
    else if (*isTaken)
        verdict.addFailure(QStringLiteral("A session lives on after %1 hours without use.").arg(hoursOf(wait)));
    else
        verdict.addPass(QStringLiteral("A session is over after %1 hours without use.").arg(hoursOf(wait)));
    site.resetTime();
}

/// Uses a session again and again: the first time shortly before it would end unused, the second time shortly after that, where it lives only if its
/// use has counted.
void tryUsed(Site &site, Verdict &verdict)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return verdict.addGap(visit.error().detail);
    const std::chrono::seconds idle = idleLife(visit->tokens);
    std::chrono::seconds age = 0s;
    for (int use = 1; use <= mostUses; ++use) {
        const std::chrono::seconds step = use == 2 ? idle * 3 / 10 : idle * 8 / 10;
        age += step;
        if (const core::Result<void> passed = site.passTime(step); !passed.ok())
            return verdict.addGap(QStringLiteral("Whether a session that is used ends was not seen. ") + passed.error().detail);
        const core::Result<bool> isTaken = site.isTaken(visit->tokens.accessToken);
        if (!isTaken.ok())
            return verdict.addGap(isTaken.error().detail);
        if (!*isTaken && use == 2 && idle > shortSession)
            return verdict.addFailure(
                QStringLiteral("Sessions have an absolute end alone: one that is not used lives on for %1 hours.").arg(hoursOf(idle)));
        if (!*isTaken)
            return verdict.addPass(QStringLiteral("A session that is used is over after %1 hours at the latest.").arg(hoursOf(age)));
    }
    verdict.addFailure(QStringLiteral("A session that is used has no end: it lived on after %1 hours.").arg(hoursOf(age)));
}

Verdict look(Site &site)
{
    if (site.profile().access.cookie.isEmpty())
        return Verdict::notApplicable(QStringLiteral("No session cookie keeps people signed in; the ends of tokens are other checks' matter."));
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    Verdict verdict;
    verdict.show(visit->answer);
    tryIdle(site, *visit, verdict);
    tryUsed(site, verdict);
    return verdict;
}

} // namespace

Check sessionTimeouts()
{
    return {
        26,
        QStringLiteral("session-timeouts"),
        QStringLiteral("Sessions end unused, and at an absolute age"),
        Severity::Medium,
        Mode::Active,
        {reference(QStringLiteral("ASVS 7.3")), reference(QStringLiteral("WSTG-SESS-07"))},
        QStringLiteral("Keep at the server when a session began and when it was last used, and refuse it after either time; a cookie's Max-Age ends "
                       "nothing there.\n\nif (Date.now() - session.lastUsedAt > IDLE || Date.now() - session.startedAt > ABSOLUTE) return "
                       "session.destroy(unauthorized);"),
        &look};
}

} // namespace keyturn::audit::checks
