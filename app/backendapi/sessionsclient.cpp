// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/sessionsclient.h"

#include "backendapi/replyreader.h"
#include "backendapi/requestbuilder.h"
#include "core/json.h"

#include <QJsonArray>

namespace keyturn::backendapi {

namespace {

constexpr qsizetype maxListBytes = 64 * 1024 * 1024; // 100,000 sessions of 600 bytes

core::Error unsupported()
{
    return {core::ErrorKind::Configuration, QStringLiteral("sessions_unsupported"), {}};
}

model::Session readSession(const QJsonValue &item, const model::SessionFields &fields)
{
    const auto at = [&item](const QString &pointer) {
        return pointer.isEmpty() ? QJsonValue(QJsonValue::Undefined) : core::atPointer(item, pointer);
    };
    const auto text = [&at](const QString &pointer) { return readText(at(pointer)); };
    const auto time = [&at](const QString &pointer) { return readTime(at(pointer)); };
    model::Session session;
    session.id = model::SessionId(text(fields.id));
    session.current = at(fields.current).toBool();
    session.device = text(fields.device);
    session.app = text(fields.app);
    session.appVersion = text(fields.appVersion);
    session.system = text(fields.system);
    session.ip = text(fields.ip);
    session.place = text(fields.place);
    session.createdAt = time(fields.createdAt);
    session.lastUsedAt = time(fields.lastUsedAt);
    session.expiresAt = time(fields.expiresAt);
    session.endedAt = time(fields.endedAt);
    session.cause = text(fields.cause);
    return session;
}

core::Result<QList<model::Session>> readList(const net::HttpResponse &response, const model::SessionsInterface &interface)
{
    const core::Result<QJsonDocument> document = core::parseJson(response.body.reveal(), maxListBytes);
    if (!document.ok())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("reply_not_json"), document.error().detail};
    const QJsonValue root = document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
    const QJsonValue items = core::atPointer(root, interface.items);
    if (!items.isArray())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("no array at %1").arg(interface.items)};
    QList<model::Session> sessions;
    for (const QJsonValue &item : items.toArray()) {
        const model::Session session = readSession(item, interface.fields);
        if (session.id.isEmpty())
            return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("an entry without an id")};
        sessions.append(session);
    }
    return sessions;
}

} // namespace

SessionsClient::SessionsClient(core::Clock &clock, net::HttpClient &authenticated, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(authenticated)
{ }

core::Async<net::HttpResponse> SessionsClient::send(const model::BackendProfile &profile, const model::Endpoint &endpoint, const QString &sessionId,
                                                    const QString &purpose)
{
    core::Result<net::HttpRequest> request = buildRequest(profile, endpoint, {{{QStringLiteral("sessionId"), sessionId}}, {}}, purpose);
    if (!request.ok())
        return core::ready<net::HttpResponse>(request.error());
    request.value().maxBodyBytes = maxListBytes;
    return core::chain(m_http.send(*request), this, [this, profile](const net::HttpResponse &response) -> core::Result<net::HttpResponse> {
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::Resource, m_clock.now()))
            return *refused;
        return response;
    });
}

core::Async<QList<model::Session>> SessionsClient::list(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<QList<model::Session>>(unsupported());
    return core::chain(send(profile, profile.sessions->list, {}, QStringLiteral("sessions")), this,
                       [profile](const net::HttpResponse &response) { return readList(response, *profile.sessions); });
}

core::Async<void> SessionsClient::revoke(const model::BackendProfile &profile, const model::SessionId &id)
{
    if (!profile.sessions || !profile.sessions->revoke)
        return core::ready<void>(unsupported());
    return core::chain(send(profile, *profile.sessions->revoke, id.toString(), QStringLiteral("revoke session")), this,
                       [](const net::HttpResponse &) -> core::Result<void> { return {}; });
}

core::Async<void> SessionsClient::revokeOthers(const model::BackendProfile &profile)
{
    if (!profile.sessions)
        return core::ready<void>(unsupported());
    if (profile.sessions->revokeOthers)
        return core::chain(send(profile, *profile.sessions->revokeOthers, {}, QStringLiteral("revoke other sessions")), this,
                           [](const net::HttpResponse &) -> core::Result<void> { return {}; });
    return core::chain(list(profile), this, [this, profile](const QList<model::Session> &sessions) { return revokeEach(profile, sessions); });
}

core::Async<void> SessionsClient::revokeEach(const model::BackendProfile &profile, QList<model::Session> sessions)
{
    while (!sessions.isEmpty() && (sessions.first().current || sessions.first().endedAt.isValid()))
        sessions.removeFirst();
    if (sessions.isEmpty())
        return core::ready<void>({});
    const model::SessionId id = sessions.takeFirst().id;
    return core::chain(revoke(profile, id), this, [this, profile, sessions] { return revokeEach(profile, sessions); });
}

} // namespace keyturn::backendapi
