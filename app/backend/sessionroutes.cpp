// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sessionroutes.h"

#include "backend/answers.h"
#include "backend/bearer.h"
#include "backend/formdata.h"
#include "backend/useragent.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

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

SessionRoutes::SessionRoutes(const core::Clock &clock, AuthService &auth, std::chrono::seconds recentSignIn)
    : m_clock(clock), m_auth(auth), m_recentSignIn(recentSignIn)
{ }

void SessionRoutes::addTo(Router &router)
{
    const auto guarded = [this](auto answer) {
        return [this, answer](const Call &call, const Replier &reply) {
            const Bearer bearer = authenticateBearer(m_auth, call.request);
            reply(bearer.live ? answer(call, *bearer.live) : *bearer.refusal);
        };
    };
    router.add("GET", "/api/profile", guarded([this](const Call &call, const LiveSession &live) { return profile(call.request, live); }));
    router.add("GET", "/api/sessions", guarded([this](const Call &call, const LiveSession &live) { return list(call.request, live); }));
    const auto fresh = [this, guarded](auto answer) {
        return guarded([this, answer](const Call &call, const LiveSession &live) {
            return isRecent(live) ? answer(call, live) : stepUpChallenge(m_recentSignIn);
        });
    };
    router.add("DELETE", "/api/sessions", fresh([this](const Call &call, const LiveSession &live) { return endMany(call.request, live); }));
    router.add("DELETE", "/api/sessions/:id", fresh([this](const Call &call, const LiveSession &live) { return endOne(call.parameter, live); }));
}

/// A refresh is no proof of the person: the session's beginning is the last one.
bool SessionRoutes::isRecent(const LiveSession &live) const
{
    return m_recentSignIn == std::chrono::seconds(0) || instantOf(m_clock) - live.session.createdAt <= m_recentSignIn;
}

Response SessionRoutes::profile(const Request &, const LiveSession &live)
{
    return jsonAnswer(200,
                      QJsonObject{{QStringLiteral("id"), live.user.id},
                                  {QStringLiteral("email"), live.user.email},
                                  {QStringLiteral("name"), live.user.name},
                                  {QStringLiteral("role"), live.user.role},
                                  {QStringLiteral("createdAt"), isoText(live.user.createdAt)}});
}

Response SessionRoutes::list(const Request &request, const LiveSession &live)
{
    if (!request.query.isEmpty())
        return errorAnswer(400, "unknown_query", QStringLiteral("This address takes no query."));
    const auto sessions = m_auth.sessions(live.user.id);
    if (!sessions.ok())
        return failureAnswer(sessions.error());
    QJsonArray list;
    for (const Session &session : *sessions)
        list.append(toJson(session, session.id == live.session.id));
    return jsonAnswer(200, QJsonObject{{QStringLiteral("sessions"), list}});
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
