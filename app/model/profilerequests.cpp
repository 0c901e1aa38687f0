// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>

namespace keyturn::model {

namespace {

/// What may stand in a header: nothing secret, which a trace would show.
QStringList openOnes(const QStringList &placeholders)
{
    QStringList open{QStringLiteral("device")};
    for (const char *name : {"user", "name", "sessionId", "redirectUri"}) {
        if (placeholders.contains(QLatin1String(name)))
            open += QLatin1String(name);
    }
    return open;
}

} // namespace

void ProfileParser::checkBody(const QJsonValue &value, const QString &pointer, const QStringList &placeholders)
{
    if (value.isString()) {
        if (const QString expected = checkTypedPlaceholders(value.toString(), placeholders); !expected.isEmpty())
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

void ProfileParser::body(ObjectReader &reader, Endpoint &endpoint, const QStringList &placeholders)
{
    const QJsonValue body = reader.member("body", Need::Optional);
    const bool json = endpoint.bodyType == BodyType::Json;
    if (!body.isUndefined()) {
        if (!body.isObject() && !(json && (body.isArray() || body.isString())))
            reader.note("body",
                        json ? QStringLiteral("expected an object, a list or a text")
                             : QStringLiteral("expected an object; a list or a text only with \"bodyType\": \"json\""));
        checkBody(body, reader.pointerTo("body"), placeholders + QStringList{QStringLiteral("device")});
        endpoint.body = body.toObject();
        if (!body.isObject())
            endpoint.otherBody = body;
    }
    if (endpoint.bodyType == BodyType::None && !endpoint.body.isEmpty())
        reader.note("bodyType", QStringLiteral("expected json or form, because there is a body"));
    if (endpoint.bodyType != BodyType::None && endpoint.method == "GET") {
        if (reader.has("method"))
            reader.note("bodyType", QStringLiteral("expected none, because a GET request has no body; change one of the two"));
        else
            reader.note("method", QStringLiteral("this member is missing, which means GET, and a GET request has no body; add \"POST\", say"));
    }
    if (endpoint.bodyType != BodyType::Form)
        return;
    for (auto it = endpoint.body.constBegin(); it != endpoint.body.constEnd(); ++it) {
        const QString pointer = reader.pointerTo("body") + u'/' + it.key();
        if (!it.value().isString())
            m_problem.note(pointer, QStringLiteral("expected a text in quotes, because a form has nothing else"));
        else if (const QString expected = checkPlaceholders(it.value().toString(), placeholders + QStringList{QStringLiteral("device")});
                 !expected.isEmpty())
            m_problem.note(pointer, expected);
    }
}

void ProfileParser::headers(ObjectReader &reader, Endpoint &endpoint, const QStringList &placeholders)
{
    endpoint.headers = reader.map("headers", checkEndpointHeaderName, [&placeholders](const QString &text) {
        const QString expected = checkHeaderValue(text);
        return expected.isEmpty() ? checkPlaceholders(text, openOnes(placeholders)) : expected;
    });
    for (auto it = endpoint.headers.constBegin(); it != endpoint.headers.constEnd(); ++it) {
        if (it.key().compare(QLatin1String("content-type"), Qt::CaseInsensitive) != 0)
            continue;
        const QString expected = endpoint.bodyType == BodyType::Json
            ? checkJsonType(it.value())
            : QStringLiteral("this header is set by Keyturn itself but for a body of JSON; remove it");
        if (!expected.isEmpty())
            m_problem.note(reader.pointerTo("headers") + u'/' + it.key(), expected);
    }
}

void ProfileParser::authorization(ObjectReader &reader, Endpoint &endpoint, const Allowed &allowed)
{
    if (!reader.has("authorization"))
        return;
    static const QStringList words{QStringLiteral("refreshToken"), QStringLiteral("challenge"), QStringLiteral("basic")};
    const int word = reader.choice("authorization", Need::Optional, words, -1);
    endpoint.bearsRefreshToken = word == 0;
    endpoint.bearsChallenge = word == 1;
    endpoint.bearsCredentials = word == 2;
    if (word == 0 && !allowed.body.contains(words.at(0)))
        reader.note("authorization", QStringLiteral("expected only in the requests of refresh and signOut; remove it"));
    else if (word == 1 && !allowed.body.contains(words.at(1)))
        reader.note("authorization", QStringLiteral("expected only in the requests of secondFactor; remove it"));
    else if (word == 2 && !allowed.basic)
        reader.note("authorization", QStringLiteral("expected only in password/signIn; remove it"));
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
    body(reader, endpoint, allowed.body);
    headers(reader, endpoint, allowed.body);
    authorization(reader, endpoint, allowed);
    endpoint.redirects = reader.truth("redirects");
    if (endpoint.redirects && !allowed.redirects)
        reader.note("redirects", QStringLiteral("expected only in signIn, registration and secondFactor; remove it"));
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

/// @p where tells in which part of the request a placeholder may stand.
void ProfileParser::mustHold(const Endpoint &endpoint, const QString &pointer, const QStringList &placeholders, const QString &where)
{
    for (const QString &name : placeholders) {
        if (!endpoint.uses(name))
            m_problem.note(pointer, QStringLiteral("expected the placeholder {%1} in %2; add it").arg(name, where));
    }
}

} // namespace keyturn::model
