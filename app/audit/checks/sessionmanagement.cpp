// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/listedsessions.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

core::Result<Answer> end(Site &site, const model::TokenSet &tokens, const QString &id)
{
    const model::SessionsInterface &sessions = *site.profile().sessions;
    return sessions.revoke ? site.act(*sessions.revoke, tokens, {{{QStringLiteral("sessionId"), id}}, {}}) : site.act(*sessions.revokeOthers, tokens);
}

/// Signs in once more, finds that session in the list, and ends it from here.
void tryList(Site &site, const Visit &here, Verdict &verdict)
{
    if (!site.profile().sessions)
        return verdict.addGap(QStringLiteral("The profile names no list of sessions: where the backend has one, name it there."));
    const core::Result<ListedSessions> before = listSessions(site, here.tokens);
    if (!before.ok())
        return verdict.addGap(before.error().detail);
    if (before->answer.isRefusal() && !before->answer.isRateLimited())
        return verdict.addFailure(QStringLiteral("Sessions cannot be listed (%1).").arg(before->answer.told()), before->answer);
    const core::Result<Visit> there = site.signIn(here.person);
    if (!there.ok())
        return verdict.addGap(there.error().detail);
    const core::Result<ListedSessions> after = listSessions(site, here.tokens);
    const QString id = after.ok() ? newSession(*before, *after) : QString();
    if (id.isEmpty())
        return verdict.addGap(QStringLiteral("The list of sessions did not tell which one was new."));
    verdict.addPass(QStringLiteral("Sessions are listed."));
    if (!site.profile().sessions->revoke && !site.profile().sessions->revokeOthers)
        return verdict.addGap(QStringLiteral("The profile does not say how a session is ended."));
    const core::Result<Answer> ended = end(site, here.tokens, id);
    if (!ended.ok())
        return verdict.addGap(ended.error().detail);
    const core::Result<bool> isLive = lives(site, there->tokens);
    if (!isLive.ok())
        verdict.addGap(isLive.error().detail);
    else if (*isLive)
        verdict.addFailure(QStringLiteral("A session that was ended from the list (%1) lives on.").arg(ended->told()), *ended);
    else
        verdict.addPass(QStringLiteral("A session that is ended from the list is over."));
}

void tryPasswordChange(Site &site, const Visit &here, Verdict &verdict)
{
    const auto &password = site.profile().password;
    if (!password || !password->change || !password->change->endpoint)
        return verdict.addGap(QStringLiteral("The profile names no change of the password."));
    const core::Result<Visit> there = site.signIn(here.person);
    if (!there.ok())
        return verdict.addGap(there.error().detail);
    const core::Result<Answer> changed =
        site.act(*password->change->endpoint, here.tokens,
                 {{}, {{QStringLiteral("password"), here.person.password}, {QStringLiteral("newPassword"), site.goodPassword()}}});
    if (!changed.ok() || !changed->isGood())
        return verdict.addGap(QStringLiteral("The password could not be changed: %1.").arg(changed.ok() ? changed->told() : changed.error().code));
    const core::Result<bool> isLive = lives(site, there->tokens);
    if (!isLive.ok())
        return verdict.addGap(isLive.error().detail);
    if (*isLive)
        return verdict.addFailure(QStringLiteral("Another session lives on after a change of the password."), *changed);
    const core::Result<bool> isTaken = site.isTaken(there->tokens.accessToken);
    verdict.addPass(isTaken.ok() && *isTaken
                        ? QStringLiteral("A change of the password ends the other sessions, but for their access tokens until they expire.")
                        : QStringLiteral("A change of the password ends the other sessions."));
}

Verdict look(Site &site)
{
    const core::Result<Visit> newcomer = site.newcomer(); // whose password may change
    const core::Result<Visit> here = newcomer.ok() ? newcomer : site.signIn();
    if (!here.ok())
        return Verdict::without(here.error());
    Verdict verdict;
    tryList(site, *here, verdict);
    if (newcomer.ok())
        tryPasswordChange(site, *here, verdict);
    else
        verdict.addGap(QStringLiteral("Whether a change of the password ends sessions was not tried with the test account. ")
                       + newcomer.error().detail);
    return verdict;
}

} // namespace

Check sessionManagement()
{
    return {27,
            QStringLiteral("session-management"),
            QStringLiteral("Sessions can be listed and ended, and end with a change of the password"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 7.5.2")), reference(QStringLiteral("ASVS 7.4.3"))},
            QStringLiteral("Keep sessions where the server can end them, show them to their owner, and end the others when the password changes.\n\n"
                           "await sessions.deleteMany({ where: { userId, id: { not: currentId } } });"),
            &look};
}

} // namespace keyturn::audit::checks
