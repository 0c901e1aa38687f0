// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/sessionreader.h"

#include "backendapi/replyreader.h"
#include "backendapi/useragent.h"
#include "core/json.h"

#include <QJsonArray>

namespace keyturn::backendapi {

namespace {

model::Session readSession(const QJsonValue &item, const model::SessionFields &fields)
{
    const auto at = [&item](const QString &pointer) {
        return pointer.isEmpty() ? QJsonValue(QJsonValue::Undefined) : core::atPointer(item, pointer);
    };
    const auto text = [&at](const QString &pointer) { return readText(at(pointer)); };
    const auto time = [&at](const QString &pointer) { return readTime(at(pointer)); };
    model::Session session;
    session.id = model::SessionId(readText(fields.id.isEmpty() ? item : at(fields.id)));
    session.current = readTruth(at(fields.current));
    session.device = text(fields.device);
    session.app = text(fields.app);
    session.appVersion = text(fields.appVersion);
    session.system = text(fields.system);
    if (const QString agent = text(fields.agent); !agent.isEmpty()) {
        const UserAgent told = readUserAgent(agent);
        if (session.app.isEmpty())
            session.app = told.app;
        if (session.appVersion.isEmpty())
            session.appVersion = told.appVersion;
        if (session.system.isEmpty())
            session.system = told.system;
    }
    session.ip = text(fields.ip);
    session.place = text(fields.place);
    session.createdAt = time(fields.createdAt);
    session.lastUsedAt = time(fields.lastUsedAt);
    session.expiresAt = time(fields.expiresAt);
    session.endedAt = time(fields.endedAt);
    session.cause = text(fields.cause);
    return session;
}

} // namespace

core::Result<SessionsPage> readSessionsPage(QByteArrayView json, const model::SessionsInterface &interface, qsizetype maxBytes)
{
    if (json.trimmed() == "null")
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("null, and no list")};
    const core::Result<QJsonDocument> document = core::parseJson(json, maxBytes);
    if (!document.ok())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("reply_not_json"), document.error().detail};
    const QJsonValue root = document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
    const QJsonValue items = core::atPointer(root, interface.items);
    const bool byName = items.isObject() && interface.fields.id.isEmpty();
    if (!items.isArray() && !items.isNull() && !byName)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("no array at %1").arg(interface.items)};
    const QString current = interface.currentId.isEmpty() ? QString() : readText(core::atPointer(root, interface.currentId));
    SessionsPage page;
    const auto take = [&](model::Session session) {
        if (!current.isEmpty())
            session.current = session.id.toString() == current;
        page.sessions.append(session);
        ++page.items;
        return !session.id.isEmpty();
    };
    bool fine = true;
    for (const QJsonValue &item : items.toArray())
        fine = take(readSession(item, interface.fields)) && fine;
    const QJsonObject named = byName ? items.toObject() : QJsonObject();
    for (auto it = named.begin(); it != named.end(); ++it) {
        model::Session session = readSession(it.value(), interface.fields);
        session.id = model::SessionId(it.key());
        take(session);
    }
    if (!fine)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("sessions_invalid"), QStringLiteral("an entry without an id")};
    if (interface.paging && !interface.paging->pointer.isEmpty())
        page.cursor = readText(core::atPointer(root, interface.paging->pointer));
    return page;
}

} // namespace keyturn::backendapi
