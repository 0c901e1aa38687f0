// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>

namespace keyturn::model {

namespace {

QString pointerOrNothing(const QString &text)
{
    return text.isEmpty() ? QString() : checkPointer(text);
}

} // namespace

Paging ProfileParser::paging(const QJsonValue &value, const QString &pointer, bool hasPlaceholder)
{
    ObjectReader reader(m_problem, value, pointer);
    Paging paging;
    paging.kind = static_cast<Paging::Kind>(
        reader.choice("kind", Need::Required, {QStringLiteral("cursor"), QStringLiteral("page"), QStringLiteral("link"), QStringLiteral("offset")},
                      static_cast<int>(paging.kind)));
    const bool byCursor = paging.kind == Paging::Kind::Cursor;
    const bool sendsNothing = paging.kind == Paging::Kind::Link || (byCursor && hasPlaceholder);
    paging.pointer = reader.text("pointer", byCursor ? Need::Required : Need::Optional, checkPointer);
    paging.parameter = reader.text("parameter", sendsNothing ? Need::Optional : Need::Required, checkQueryName);
    paging.first = reader.number("first", paging.first, 0, 1);
    if (hasPlaceholder && !byCursor)
        reader.note("kind", QStringLiteral("expected cursor, because the request of the list has the placeholder {cursor}"));
    else if (hasPlaceholder && !paging.parameter.isEmpty())
        reader.note("parameter", QStringLiteral("expected either parameter or the placeholder {cursor}; remove one"));
    reader.finish();
    return paging;
}

SessionFields ProfileParser::sessionFields(const QJsonValue &value, const QString &pointer)
{
    ObjectReader fields(m_problem, value, pointer);
    SessionFields f;
    f.id = fields.text("id", Need::Required, pointerOrNothing);
    for (const auto &[name, member] : std::initializer_list<std::pair<const char *, QString *>>{{"current", &f.current},
                                                                                                {"device", &f.device},
                                                                                                {"agent", &f.agent},
                                                                                                {"app", &f.app},
                                                                                                {"appVersion", &f.appVersion},
                                                                                                {"system", &f.system},
                                                                                                {"ip", &f.ip},
                                                                                                {"place", &f.place},
                                                                                                {"createdAt", &f.createdAt},
                                                                                                {"lastUsedAt", &f.lastUsedAt},
                                                                                                {"expiresAt", &f.expiresAt},
                                                                                                {"endedAt", &f.endedAt},
                                                                                                {"cause", &f.cause}})
        *member = fields.text(name, Need::Optional, checkPointer);
    fields.finish();
    return f;
}

SessionsInterface ProfileParser::sessions(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    SessionsInterface sessions;
    const QStringList cursor{QStringLiteral("cursor")};
    if (const QJsonValue list = reader.member("list", Need::Required); !list.isUndefined())
        sessions.list = endpoint(list, reader.pointerTo("list"), {cursor, cursor});
    sessions.items = reader.text("items", Need::Required, pointerOrNothing);
    if (const QJsonValue shape = reader.member("fields", Need::Required); !shape.isUndefined())
        sessions.fields = sessionFields(shape, reader.pointerTo("fields"));
    sessions.currentId = reader.text("currentId", Need::Optional, checkPointer);
    if (reader.has("paging"))
        sessions.paging = paging(reader.member("paging", Need::Optional), reader.pointerTo("paging"), sessions.list.uses(cursor.first()));
    else if (sessions.list.uses(cursor.first()))
        reader.note("paging", QStringLiteral("this member is required, because the request of the list has the placeholder {cursor}; add it"));
    const QStringList id{QStringLiteral("sessionId")};
    sessions.revoke = optionalEndpoint(reader, "revoke", {id, id});
    if (sessions.revoke)
        mustHold(*sessions.revoke, reader.pointerTo("revoke"), id, QStringLiteral("the body or the path"));
    sessions.revokeOthers = optionalEndpoint(reader, "revokeOthers", {});
    reader.finish();
    return sessions;
}

QList<FailureSign> ProfileParser::failureSigns(ObjectReader &reader)
{
    const QJsonValue value = reader.member("failedWhen", Need::Optional);
    if (!value.isUndefined() && (!value.isArray() || value.toArray().size() > 16))
        reader.note("failedWhen", QStringLiteral("expected a list of at most 16 signs"));
    QList<FailureSign> signs;
    for (qsizetype i = 0; i < value.toArray().size(); ++i) {
        ObjectReader item(m_problem, value.toArray().at(i), reader.pointerTo("failedWhen") + u'/' + QString::number(i));
        FailureSign sign;
        sign.pointer = item.text("pointer", Need::Required, pointerOrNothing);
        sign.equals = item.member("equals", Need::Optional);
        sign.notEquals = item.member("notEquals", Need::Optional);
        for (const auto &[name, told] : {std::pair{"equals", sign.equals}, std::pair{"notEquals", sign.notEquals}}) {
            if (told.isArray() || told.isObject())
                item.note(name, QStringLiteral("expected a text, a number, true, false or null"));
        }
        if (!sign.equals.isUndefined() && !sign.notEquals.isUndefined())
            item.note("notEquals", QStringLiteral("expected either equals or notEquals; remove one"));
        item.finish();
        signs.append(sign);
    }
    return signs;
}

ErrorMapping ProfileParser::errors(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    ErrorMapping mapping;
    for (const auto &[name, member] : std::initializer_list<std::pair<const char *, QString *>>{
             {"code", &mapping.code}, {"reason", &mapping.reason}, {"message", &mapping.message}}) {
        if (reader.has(name))
            *member = reader.text(name, Need::Optional, pointerOrNothing);
    }
    if (const QJsonValue fields = reader.member("fields", Need::Optional); fields.isObject()) {
        ObjectReader places(m_problem, fields, reader.pointerTo("fields"));
        mapping.fields = places.text("items", Need::Required, pointerOrNothing);
        mapping.fieldName = places.text("field", Need::Optional, checkPointer);
        mapping.fieldMessage = places.text("message", Need::Optional, checkPointer);
        places.finish();
    } else if (!fields.isUndefined()) {
        mapping.fields = reader.text("fields", Need::Optional, pointerOrNothing);
    }
    mapping.failedWhen = failureSigns(reader);
    mapping.emptyBodyFails = reader.truth("emptyBodyFails");
    mapping.codes = reader.map("codes", checkLabel, checkErrorCode);
    reader.finish();
    return mapping;
}

} // namespace keyturn::model
