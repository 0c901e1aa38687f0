// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/listedsessions.h"

#include "backendapi/sessionreader.h"

namespace keyturn::audit {

core::Result<ListedSessions> listSessions(Site &site, const model::TokenSet &tokens)
{
    if (!site.profile().sessions)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("not_applicable"),
                           QStringLiteral("The profile names no list of sessions.")};
    const core::Result<Answer> answer = site.act(site.profile().sessions->list, tokens);
    if (!answer.ok())
        return answer.error();
    ListedSessions listed{*answer, {}};
    if (!answer->isGood())
        return listed;
    const auto page = backendapi::readSessionsPage(answer->response.body.reveal(), *site.profile().sessions, site.target().limits.answerBytes);
    if (page.ok()) {
        for (const model::Session &session : page->sessions)
            listed.ids.append(session.id.toString());
    }
    return listed;
}

QString newSession(const ListedSessions &before, const ListedSessions &after)
{
    QStringList added;
    for (const QString &id : after.ids) {
        if (!before.ids.contains(id))
            added.append(id);
    }
    return added.size() == 1 ? added.first() : QString();
}

core::Result<bool> lives(Site &site, const model::TokenSet &tokens)
{
    if (!site.profile().refresh || !tokens.canRefresh())
        return site.isTaken(tokens.accessToken);
    const core::Result<Renewal> renewal = site.refresh(tokens);
    if (!renewal.ok())
        return renewal.error();
    if (!renewal->answer.isGood() && !renewal->answer.isRefusal())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("step_failed"),
                           QStringLiteral("A refresh got neither a yes nor a no: %1.").arg(renewal->answer.told())};
    return renewal->answer.isGood();
}

} // namespace keyturn::audit
