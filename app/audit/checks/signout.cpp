// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

/// How much longer the access token would serve, as the end of a sentence; empty: nothing tells.
QString residue(const model::TokenSet &tokens, const core::Clock &clock)
{
    const qint64 seconds = clock.now().secsTo(tokens.accessExpiresAt);
    return tokens.accessExpiresAt.isValid() && seconds > 0 ? QStringLiteral(", and would be for another %1 seconds").arg(seconds) : QString();
}

void lookAtAccess(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    const bool isSession = !site.profile().access.cookie.isEmpty();
    const QString what = isSession ? QStringLiteral("The session") : QStringLiteral("The access token");
    const core::Result<Answer> answer = site.whoAmI(tokens.accessToken);
    if (!answer.ok()) {
        verdict.addGap(answer.error().detail);
        return;
    }
    verdict.show(*answer);
    if (answer->isGood())
        verdict.addFailure(QStringLiteral("%1 is still taken after the sign-out%2.").arg(what, residue(tokens, site.clock())), *answer);
    else if (answer->isRefusal() && !answer->isRateLimited())
        verdict.addPass(QStringLiteral("%1 is refused after the sign-out (%2).").arg(what, answer->told()));
    else
        verdict.addGap(QStringLiteral("%1 got neither a yes nor a no after the sign-out: %2.").arg(what, answer->told()));
}

void lookAtRefresh(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    const core::Result<Renewal> renewal = site.refresh(tokens);
    if (!renewal.ok()) {
        if (renewal.error().kind != core::ErrorKind::Configuration) // else there is no refresh token to end
            verdict.addGap(renewal.error().detail);
        return;
    }
    verdict.show(renewal->answer);
    if (renewal->answer.isGood())
        verdict.addFailure(QStringLiteral("The refresh token is still taken after the sign-out."), renewal->answer);
    else if (renewal->answer.isRefusal())
        verdict.addPass(QStringLiteral("The refresh token is refused after the sign-out (%1).").arg(renewal->answer.told()));
    else
        verdict.addGap(QStringLiteral("The refresh token got neither a yes nor a no after the sign-out: %1.").arg(renewal->answer.told()));
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<Answer> before = site.whoAmI(visit->tokens.accessToken);
    if (!before.ok())
        return Verdict::without(before.error());
    if (!before->isGood())
        return Verdict::inconclusive(QStringLiteral("The access token was not taken before the sign-out either: %1.").arg(before->told()));
    const core::Result<Answer> out = site.signOut(visit->tokens);
    if (!out.ok())
        return Verdict::without(out.error());
    Verdict verdict;
    verdict.show(*out);
    if (!out->isGood() && out->status / 100 != 3) {
        verdict.addGap(QStringLiteral("The sign-out did not work: %1.").arg(out->told()));
        return verdict;
    }
    lookAtAccess(site, visit->tokens, verdict); // first: a spent refresh token may end the session on its own
    lookAtRefresh(site, visit->tokens, verdict);
    return verdict;
}

} // namespace

Check signOut()
{
    return {24,
            QStringLiteral("sign-out"),
            QStringLiteral("Signing out ends the refresh token, the session and the access token"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("ASVS 7.4.1")), reference(QStringLiteral("WSTG-SESS-06"))},
            QStringLiteral("End the session at the server when somebody signs out, and look the session up with each access token, or keep a list of "
                           "those that were ended until they expire.\n\nawait sessions.end(token.sid); res.clearCookie('refreshToken', "
                           "cookieOptions).sendStatus(204);"),
            &look};
}

} // namespace keyturn::audit::checks
