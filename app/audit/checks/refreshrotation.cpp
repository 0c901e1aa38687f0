// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// RFC 9700 §4.14.2 lets a server forgive a repeat for a moment, in which an answer may have been lost.
constexpr std::chrono::seconds longestGrace{60};

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<Renewal> renewal = site.refresh(visit->tokens);
    if (!renewal.ok())
        return Verdict::without(renewal.error());
    Verdict verdict;
    verdict.show(renewal->answer);
    if (!renewal->tokens) {
        verdict.addGap(QStringLiteral("The refresh after the sign-in did not work: %1.").arg(renewal->answer.told()));
        return verdict;
    }
    if (renewal->tokens->refreshToken == visit->tokens.refreshToken) {
        verdict.addFailure(QStringLiteral("The refresh token stays the same: it is not rotated."), renewal->answer);
        return verdict;
    }
    core::Result<Renewal> again = site.refresh(visit->tokens);
    if (!again.ok())
        return Verdict::without(again.error());
    const bool hadGrace = again->answer.isGood();
    if (hadGrace) {
        if (const core::Result<void> passed = site.passTime(longestGrace); !passed.ok())
            return Verdict::inconclusive(QStringLiteral("The old refresh token is still taken at once, which may be a grace. ")
                                         + passed.error().detail);
        again = site.refresh(visit->tokens);
        if (!again.ok())
            return Verdict::without(again.error());
    }
    verdict.show(again->answer);
    if (again->answer.isGood())
        verdict.addFailure(QStringLiteral("The old refresh token is still taken a minute after its rotation."), again->answer);
    else if (!again->answer.isRefusal())
        verdict.addGap(QStringLiteral("The old refresh token got neither a yes nor a no: %1.").arg(again->answer.told()));
    else if (hadGrace)
        verdict.addPass(
            QStringLiteral("The old refresh token is taken for a short grace, and refused (%1) a minute later.").arg(again->answer.told()));
    else
        verdict.addPass(QStringLiteral("The old refresh token is refused (%1).").arg(again->answer.told()));
    return verdict;
}

} // namespace

Check refreshRotation()
{
    return {
        19,
        QStringLiteral("refresh-rotation"),
        QStringLiteral("The old refresh token is refused after rotation"),
        Severity::High,
        Mode::Active,
        {reference(QStringLiteral("RFC 9700 §4.14.2"))},
        QStringLiteral("Give a new refresh token with every refresh, and mark the old one as spent in the same transaction, so that it serves once."),
        &look};
}

} // namespace keyturn::audit::checks
