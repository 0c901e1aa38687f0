// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::model {

void ProfileParser::checkBody(const QJsonValue &value, const QString &pointer, const QStringList &placeholders)
{
    if (value.isString()) {
        if (const QString expected = checkPlaceholders(value.toString(), placeholders); !expected.isEmpty())
            m_problem.note(pointer, expected);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            checkBody(array.at(i), pointer + u'/' + QString::number(i), placeholders);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        const ObjectReader reader(m_problem, value, pointer);
        for (auto it = object.begin(); it != object.end(); ++it)
            checkBody(it.value(), reader.pointerTo(it.key()), placeholders);
    }
}

Endpoint ProfileParser::endpoint(const QJsonValue &value, const QString &pointer, const Allowed &allowed)
{
    static const QStringList methods{QStringLiteral("GET"), QStringLiteral("POST"), QStringLiteral("PUT"), QStringLiteral("PATCH"),
                                     QStringLiteral("DELETE")};
    ObjectReader reader(m_problem, value, pointer);
    Endpoint endpoint;
    endpoint.method = methods.at(reader.choice("method", Need::Optional, methods, 0)).toLatin1();
    endpoint.base = reader.text("base", Need::Optional, checkId);
    endpoint.path = reader.text("path", Need::Required, [&](const QString &text) { return checkPath(text, allowed.path); });
    endpoint.bodyType =
        static_cast<BodyType>(reader.choice("bodyType", Need::Optional, {QStringLiteral("none"), QStringLiteral("json"), QStringLiteral("form")}, 0));
    const QJsonValue body = reader.member("body", Need::Optional);
    if (!body.isUndefined()) {
        if (!body.isObject())
            reader.note("body", QStringLiteral("expected an object"));
        checkBody(body, reader.pointerTo("body"), allowed.body);
        endpoint.body = body.toObject();
    }
    if (endpoint.bodyType == BodyType::None && !endpoint.body.isEmpty())
        reader.note("bodyType", QStringLiteral("expected json or form, because there is a body"));
    if (endpoint.bodyType != BodyType::None && endpoint.method == "GET")
        reader.note("bodyType", QStringLiteral("expected none, because a GET request has no body; change one of the two"));
    if (endpoint.bodyType == BodyType::Form) {
        for (auto it = endpoint.body.constBegin(); it != endpoint.body.constEnd(); ++it) {
            if (!it.value().isString())
                m_problem.note(reader.pointerTo("body") + u'/' + it.key(),
                               QStringLiteral("expected a text in quotes, because a form has nothing else"));
        }
    }
    endpoint.headers = reader.map("headers", checkHeaderName, checkHeaderValue);
    if (reader.has("authorization")) {
        static const QStringList bearers{QStringLiteral("refreshToken"), QStringLiteral("challenge")};
        const int bearer = reader.choice("authorization", Need::Optional, bearers, 0);
        endpoint.bearsRefreshToken = bearer == 0;
        endpoint.bearsChallenge = bearer == 1;
        if (!allowed.body.contains(bearers.at(bearer)))
            reader.note("authorization",
                        bearer == 0 ? QStringLiteral("expected only in the requests of refresh and signOut; remove it")
                                    : QStringLiteral("expected only in the requests of secondFactor; remove it"));
    }
    m_bases.append({reader.pointerTo("base"), endpoint.base});
    reader.finish();
    return endpoint;
}

std::optional<Endpoint> ProfileParser::optionalEndpoint(ObjectReader &reader, const char *name, const Allowed &allowed)
{
    const QJsonValue value = reader.member(name, Need::Optional);
    if (value.isUndefined())
        return {};
    return endpoint(value, reader.pointerTo(name), allowed);
}

void ProfileParser::mustHold(const Endpoint &endpoint, const QString &pointer, const QStringList &placeholders)
{
    const QString all = endpoint.path + QString::fromUtf8(QJsonDocument(endpoint.body).toJson(QJsonDocument::Compact));
    for (const QString &name : placeholders) {
        if (!all.contains(u'{' + name + u'}'))
            m_problem.note(pointer, QStringLiteral("expected the placeholder {%1} in the body or the path; add it").arg(name));
    }
}

} // namespace keyturn::model
