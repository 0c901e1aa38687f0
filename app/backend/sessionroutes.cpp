// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sessionroutes.h"

#include "backend/answers.h"
#include "backend/formdata.h"
#include "backend/useragent.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr int mostSessions = 1000; ///< In one answer.

/// Unknown values are left out, never "".
void insertKnown(QJsonObject &object, const char *name, const QString &value)
{
    if (!value.isEmpty())
        object.insert(QLatin1String(name), value);
}

QJsonObject toJson(const Session &session, bool current)
{
    const UserAgent agent = parseUserAgent(session.client.userAgent);
    QJsonObject json{{QStringLiteral("id"), session.id},
                     {QStringLiteral("current"), current},
                     {QStringLiteral("createdAt"), isoText(session.createdAt)},
                     {QStringLiteral("lastUsedAt"), isoText(session.lastUsedAt)},
                     {QStringLiteral("expiresAt"), isoText(session.expiresAt)}};
    insertKnown(json, "device", session.client.device);
    insertKnown(json, "app", agent.app);
    insertKnown(json, "appVersion", agent.version);
    insertKnown(json, "system", agent.system);
    insertKnown(json, "userAgent", session.client.userAgent);
    insertKnown(json, "ip", session.client.ip);
    return json;
}

} // namespace

void SessionRoutes::addTo(Router &router)
{
    router.add("GET", "/api/sessions",
               m_guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live) { return list(call.request, live); }));
    router.add("DELETE", "/api/sessions",
               m_guard.needs(requirement::recentSignIn, [this](const Call &call, const LiveSession &live) { return endMany(call.request, live); }));
    router.add("DELETE", "/api/sessions/:id",
               m_guard.needs(requirement::recentSignIn, [this](const Call &call, const LiveSession &live) { return endOne(call.parameter, live); }));
}

Response SessionRoutes::list(const Request &request, const LiveSession &live)
{
    const CheckedPage checked = pageOf(request.query, mostSessions);
    if (checked.refusal)
        return *checked.refusal;
    auto sessions = m_auth.sessions(live.user.id, checked.page);
    if (!sessions.ok())
        return failureAnswer(sessions.error());
    QJsonObject body;
    if (sessions->next)
        body.insert(QStringLiteral("next"), sessions->next->text());
    // A page is in an order that use does not change, or a session would be skipped between two; the whole list is in the one that people want.
    if (request.query.isEmpty() && !sessions->next)
        std::stable_sort(sessions.value().items.begin(), sessions.value().items.end(),
                         [](const Session &a, const Session &b) { return a.lastUsedAt > b.lastUsedAt; });
    QJsonArray list;
    for (const Session &session : sessions->items)
        list.append(toJson(session, session.id == live.session.id));
    body.insert(QStringLiteral("sessions"), list);
    return jsonAnswer(200, body);
}

Response SessionRoutes::endOne(const QByteArray &id, const LiveSession &live)
{
    const auto ended = m_auth.endSession(live.user.id, QString::fromLatin1(id), endcause::revoked);
    if (!ended.ok())
        return failureAnswer(ended.error());
    // Somebody else's session reads like none: its existence is not this person's business.
    return *ended ? emptyAnswer() : errorAnswer(404, "session_not_found", QStringLiteral("There is no such session."));
}

Response SessionRoutes::endMany(const Request &request, const LiveSession &live)
{
    const auto query = FormData::parse(request.query);
    const bool others = query && query->size() == 1 && query->value(QStringLiteral("others")) == QLatin1String("true");
    const bool all = query && query->size() == 1 && query->value(QStringLiteral("all")) == QLatin1String("true");
    if (!others && !all)
        return errorAnswer(400, "unknown_query", QStringLiteral("Say which sessions are to end: others=true or all=true."));
    const auto ended = m_auth.endSessions(live.user.id, others ? live.session.id : QString());
    if (!ended.ok())
        return failureAnswer(ended.error());
    return jsonAnswer(200, QJsonObject{{QStringLiteral("revoked"), *ended}});
}

} // namespace keyturn::backend
