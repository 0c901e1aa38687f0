// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// As long as a backend may forgive a repeat, as check 19 has it.
constexpr std::chrono::seconds longestGrace{60};

/// Nothing where the reuse was refused; else the verdict.
std::optional<Verdict> reuse(Site &site, const model::TokenSet &spent)
{
    core::Result<Renewal> again = site.refresh(spent);
    if (again.ok() && again->answer.isGood()) {
        if (const core::Result<void> passed = site.passTime(longestGrace); !passed.ok())
            return Verdict::inconclusive(QStringLiteral("The spent refresh token is still taken at once, which may be a grace. ")
                                         + passed.error().detail);
        again = site.refresh(spent);
    }
    if (!again.ok())
        return Verdict::without(again.error());
    if (again->answer.isGood()) {
        Verdict verdict;
        verdict.addFailure(QStringLiteral("The use of a spent refresh token goes unnoticed: it is taken."), again->answer);
        return verdict;
    }
    if (!again->answer.isRefusal())
        return Verdict::inconclusive(QStringLiteral("The spent refresh token got neither a yes nor a no: %1.").arg(again->answer.told()));
    return std::nullopt;
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<Renewal> renewal = site.refresh(visit->tokens);
    if (!renewal.ok())
        return Verdict::without(renewal.error());
    if (!renewal->tokens)
        return Verdict::inconclusive(QStringLiteral("The refresh after the sign-in did not work: %1.").arg(renewal->answer.told()));
    if (renewal->tokens->refreshToken == visit->tokens.refreshToken)
        return Verdict::notApplicable(QStringLiteral("The refresh token is not rotated, so that its reuse means nothing."));
    if (const std::optional<Verdict> verdict = reuse(site, visit->tokens))
        return *verdict;
    const core::Result<Renewal> successor = site.refresh(*renewal->tokens);
    if (!successor.ok())
        return Verdict::without(successor.error());
    Verdict verdict;
    verdict.show(renewal->answer);
    if (successor->answer.isGood())
        verdict.addFailure(QStringLiteral("A spent refresh token is refused, and the one that came of it serves on: who stole it keeps the session."),
                           successor->answer);
    else if (successor->answer.isRefusal())
        verdict.addPass(QStringLiteral("The use of a spent refresh token ends those that came of it."));
    else
        verdict.addGap(QStringLiteral("The successor got neither a yes nor a no: %1.").arg(successor->answer.told()));
    const core::Result<bool> isTaken = site.isTaken(renewal->tokens->accessToken);
    if (!verdict.hasFailed() && isTaken.ok() && *isTaken)
        verdict.addPass(QStringLiteral("The access token of the family serves on until it ends."));
    return verdict;
}

} // namespace

Check reuseDetection()
{
    return {20,
            QStringLiteral("reuse-detection"),
            QStringLiteral("The reuse of a spent refresh token ends the whole family"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("RFC 9700 §4.14.2"))},
            QStringLiteral("Keep spent refresh tokens with the family that they are of, and revoke the family where one comes again.\n\n"
                           "if (found.spentAt) await tokens.update({ where: { familyId: found.familyId }, data: { revokedAt: new Date() } });"),
            &look};
}

} // namespace keyturn::audit::checks
