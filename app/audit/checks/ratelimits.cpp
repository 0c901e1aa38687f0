// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/ratelimit.h"

namespace keyturn::audit::checks {

namespace {

void judge(const QString &what, const Exhaustion &exhaustion, const Answer &last, Verdict &verdict)
{
    if (exhaustion.limit) {
        verdict.addPass(QStringLiteral("%1 is limited: attempt %2 got %3.").arg(what).arg(exhaustion.asked).arg(exhaustion.limit->told()));
        verdict.show(*exhaustion.limit);
    } else if (!exhaustion.obstacle.isEmpty()) {
        verdict.addGap(QStringLiteral("%1 could not be tried often enough: %2").arg(what, exhaustion.obstacle));
    } else {
        verdict.addFailure(QStringLiteral("%1 is not limited: %2 attempts in a row were answered.").arg(what).arg(exhaustion.asked), last);
    }
}

/// Each with the token that the one before gave, as a program does that has gone wild.
void lookAtRefresh(Site &site, int most, Verdict &verdict)
{
    if (!site.profile().refresh)
        return;
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return verdict.addGap(visit.error().detail);
    if (!visit->tokens.canRefresh())
        return;
    model::TokenSet tokens = visit->tokens;
    Answer last;
    const Exhaustion exhaustion = exhaust(most, [&](int) -> core::Result<Answer> {
        const core::Result<net::HttpRequest> request = site.refreshRequest(tokens);
        if (!request.ok())
            return request.error();
        last = site.ask(*request);
        if (const core::Result<Renewal> renewal = site.renewalOf(last, tokens); renewal.ok() && renewal->tokens)
            tokens = *renewal->tokens;
        return last;
    });
    judge(QStringLiteral("The refresh"), exhaustion, last, verdict);
}

/// One person again and again, so that few accounts come of it.
void lookAtRegistration(Site &site, int most, Verdict &verdict)
{
    if (!site.profile().password->registration || !site.target().mayRegister)
        return;
    const Person person = site.stranger();
    Answer last;
    const Exhaustion exhaustion = exhaust(most, [&](int) {
        const core::Result<Answer> answer = site.tryRegister(person);
        last = answer.ok() ? *answer : Answer();
        return answer;
    });
    judge(QStringLiteral("The registration"), exhaustion, last, verdict);
}

/// Of somebody who has no account, so that nobody's is locked.
void lookAtSignIn(Site &site, int most, Verdict &verdict)
{
    const Person person = site.stranger();
    Answer last;
    const Exhaustion exhaustion = exhaust(most, [&](int) {
        const core::Result<Answer> answer = site.trySignIn(person);
        last = answer.ok() ? *answer : Answer();
        return answer;
    });
    judge(QStringLiteral("The sign-in"), exhaustion, last, verdict);
}

Verdict look(Site &site)
{
    if (!site.profile().password)
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in by password."));
    Verdict verdict;
    const int most = site.target().limits.attempts;
    lookAtRefresh(site, most, verdict); // first: it needs a sign-in, which may not be possible for a while afterwards
    lookAtRegistration(site, most, verdict);
    lookAtSignIn(site, most, verdict);
    return verdict;
}

} // namespace

Check rateLimits()
{
    return {30,
            QStringLiteral("rate-limits"),
            QStringLiteral("Sign-in, registration and refresh are rate limited"),
            Severity::Medium,
            Mode::Stress,
            {reference(QStringLiteral("ASVS 6.3.1")), reference(QStringLiteral("WSTG-ATHN-03"))},
            QStringLiteral("Count attempts by address and by account, and answer 429 when there are too many.\n\n"
                           "app.use('/api/auth', rateLimit({ windowMs: 15 * 60 * 1000, limit: 10, standardHeaders: 'draft-8' }));"),
            &look};
}

} // namespace keyturn::audit::checks
