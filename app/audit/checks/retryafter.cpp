// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/ratelimit.h"

namespace keyturn::audit::checks {

namespace {

/// draft-ietf-httpapi-ratelimit-headers, in its present and former spellings, and what came before it.
const QByteArrayList &rateLimitFields()
{
    static const QByteArrayList names{"RateLimit", "RateLimit-Reset", "X-RateLimit-Reset", "X-Rate-Limit-Reset"};
    return names;
}

Verdict look(Site &site)
{
    const Person person = site.stranger();
    const Exhaustion exhaustion = exhaust(site.target().limits.attempts, [&](int) { return site.trySignIn(person); });
    if (!site.profile().password)
        return Verdict::notApplicable(exhaustion.obstacle);
    if (!exhaustion.limit)
        return Verdict::inconclusive(exhaustion.obstacle.isEmpty()
                                         ? QStringLiteral("No refusal for its number was seen in %1 sign-ins.").arg(exhaustion.asked)
                                         : QStringLiteral("No refusal for its number was seen: %1").arg(exhaustion.obstacle));
    const Answer &limit = *exhaustion.limit;
    Verdict verdict;
    verdict.show(limit);
    if (limit.response.retryAfter(site.clock().now())) {
        verdict.addPass(QStringLiteral("%1 says when to come back.").arg(limit.told()));
        return verdict;
    }
    for (const QByteArray &name : rateLimitFields()) {
        if (!limit.header(name).isEmpty()) {
            verdict.addPass(QStringLiteral("%1 tells the limit (%2).").arg(limit.told(), QString::fromLatin1(name)));
            return verdict;
        }
    }
    const bool isUnreadable = !limit.header("Retry-After").isEmpty();
    verdict.addFailure(isUnreadable ? QStringLiteral("%1 has a Retry-After that is neither seconds nor a date.").arg(limit.told())
                                    : QStringLiteral("%1 comes without Retry-After and RateLimit.").arg(limit.told()),
                       limit);
    return verdict;
}

} // namespace

Check retryAfter()
{
    return {31,
            QStringLiteral("retry-after"),
            QStringLiteral("A refusal for too many requests says when to come back"),
            Severity::Low,
            Mode::Stress,
            {reference(QStringLiteral("RFC 6585 §4"))},
            QStringLiteral("Send Retry-After with each 429.\n\nres.set('Retry-After', String(secondsLeft)).sendStatus(429);"),
            &look};
}

} // namespace keyturn::audit::checks
