// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<Renewal> renewal = site.refresh(visit->tokens);
    if (!renewal.ok())
        return Verdict::without(renewal.error());
    Verdict verdict;
    verdict.show(visit->answer);
    verdict.show(renewal->answer);
    if (!renewal->answer.arrived() || renewal->answer.status >= 500) {
        verdict.addGap(QStringLiteral("The refresh was not answered as it should be: %1.").arg(renewal->answer.told()));
        return verdict;
    }
    if (!renewal->tokens) {
        verdict.addFailure(renewal->answer.isGood()
                               ? QStringLiteral("The answer to a refresh straight after the sign-in has no tokens where the profile says.")
                               : QStringLiteral("A refresh straight after the sign-in is refused (%1).").arg(renewal->answer.told()),
                           renewal->answer);
        return verdict;
    }
    const core::Result<bool> isTaken = site.isTaken(renewal->tokens->accessToken);
    if (isTaken.ok() && !*isTaken)
        verdict.addFailure(QStringLiteral("The access token of the first refresh is not taken."), renewal->answer);
    else
        verdict.addPass(isTaken.ok() ? QStringLiteral("The refresh token of a sign-in serves, and the access token that it brings is taken.")
                                     : QStringLiteral("The refresh token of a sign-in serves."));
    return verdict;
}

} // namespace

Check firstRefresh()
{
    return {18,
            QStringLiteral("first-refresh"),
            QStringLiteral("A refresh works straight after the sign-in"),
            Severity::High,
            Mode::Active,
            {},
            QStringLiteral("Store the refresh token (its hash) before the answer to the sign-in goes out, and look it up in the same form."),
            &look};
}

} // namespace keyturn::audit::checks
