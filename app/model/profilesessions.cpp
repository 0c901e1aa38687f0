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

Paging ProfileParser::paging(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    Paging paging;
    paging.kind = static_cast<Paging::Kind>(reader.choice(
        "kind", Need::Required, {QStringLiteral("cursor"), QStringLiteral("page"), QStringLiteral("link")}, static_cast<int>(paging.kind)));
    const Need forCursor = paging.kind == Paging::Kind::Cursor ? Need::Required : Need::Optional;
    const Need forParameter = paging.kind == Paging::Kind::Link ? Need::Optional : Need::Required;
    paging.pointer = reader.text("pointer", forCursor, checkPointer);
    paging.parameter = reader.text("parameter", forParameter, checkQueryName);
    paging.first = reader.number("first", paging.first, 0, 1);
    reader.finish();
    return paging;
}

SessionsInterface ProfileParser::sessions(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    SessionsInterface sessions;
    if (const QJsonValue list = reader.member("list", Need::Required); !list.isUndefined())
        sessions.list = endpoint(list, reader.pointerTo("list"), {});
    sessions.items = reader.text("items", Need::Required, pointerOrNothing);
    if (const QJsonValue shape = reader.member("fields", Need::Required); !shape.isUndefined()) {
        ObjectReader fields(m_problem, shape, reader.pointerTo("fields"));
        SessionFields &f = sessions.fields;
        f.id = fields.text("id", Need::Required, checkPointer);
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
    }
    sessions.currentId = reader.text("currentId", Need::Optional, checkPointer);
    if (reader.has("paging"))
        sessions.paging = paging(reader.member("paging", Need::Optional), reader.pointerTo("paging"));
    const QStringList id{QStringLiteral("sessionId")};
    sessions.revoke = optionalEndpoint(reader, "revoke", {id, id});
    if (sessions.revoke)
        mustHold(*sessions.revoke, reader.pointerTo("revoke"), id);
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
    for (qsizetype i = 0; i < value.toArray().size() && !m_problem.any(); ++i) {
        ObjectReader item(m_problem, value.toArray().at(i), reader.pointerTo("failedWhen") + u'/' + QString::number(i));
        FailureSign sign;
        sign.pointer = item.text("pointer", Need::Required, checkPointer);
        sign.equals = item.member("equals", Need::Optional);
        if (sign.equals.isArray() || sign.equals.isObject())
            item.note("equals", QStringLiteral("expected a text, a number, true, false or null"));
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
             {"code", &mapping.code}, {"reason", &mapping.reason}, {"message", &mapping.message}, {"fields", &mapping.fields}}) {
        if (reader.has(name))
            *member = reader.text(name, Need::Optional, pointerOrNothing);
    }
    mapping.failedWhen = failureSigns(reader);
    mapping.emptyBodyFails = reader.truth("emptyBodyFails");
    mapping.codes = reader.map("codes", checkLabel, checkErrorCode);
    reader.finish();
    return mapping;
}

} // namespace keyturn::model
