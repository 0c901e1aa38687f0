// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::model {

namespace {

QString pointerOrNothing(const QString &text)
{
    return text.isEmpty() ? QString() : checkPointer(text);
}

} // namespace

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

Lifetime ProfileParser::lifetime(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    Lifetime lifetime;
    lifetime.unit = static_cast<LifetimeUnit>(reader.choice("unit", Need::Required,
                                                            {QStringLiteral("seconds"), QStringLiteral("milliseconds"), QStringLiteral("isoDate"),
                                                             QStringLiteral("epochSeconds"), QStringLiteral("jwtExp")},
                                                            static_cast<int>(LifetimeUnit::JwtExp)));
    const bool needed = lifetime.unit != LifetimeUnit::JwtExp;
    lifetime.pointer = reader.text("pointer", needed ? Need::Required : Need::Optional, checkPointer);
    reader.finish();
    return lifetime;
}

TokenMapping ProfileParser::tokens(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    TokenMapping mapping;
    mapping.accessToken = reader.text("accessToken", Need::Required, checkPointer);
    if (reader.has("lifetime"))
        mapping.lifetime = lifetime(reader.member("lifetime", Need::Optional), reader.pointerTo("lifetime"));
    if (reader.has("refreshToken")) {
        ObjectReader place(m_problem, reader.member("refreshToken", Need::Optional), reader.pointerTo("refreshToken"));
        mapping.refreshToken.cookie = place.text("cookie", Need::Optional, checkCookieName).toLatin1();
        mapping.refreshToken.pointer = place.text("pointer", Need::Optional, checkPointer);
        place.finish();
        if (mapping.refreshToken.cookie.isEmpty() == mapping.refreshToken.pointer.isEmpty())
            reader.note("refreshToken", QStringLiteral("expected exactly one of cookie, pointer"));
    }
    mapping.refreshLifetime = reader.text("refreshLifetime", Need::Optional, checkPointer);
    reader.finish();
    return mapping;
}

IdentityMapping ProfileParser::identityMapping(const QJsonValue &value, const QString &pointer)
{
    if (value.isUndefined())
        return {};
    ObjectReader reader(m_problem, value, pointer);
    IdentityMapping mapping;
    mapping.subject = reader.text("subject", Need::Optional, checkPointer);
    mapping.name = reader.text("name", Need::Optional, checkPointer);
    mapping.email = reader.text("email", Need::Optional, checkPointer);
    reader.finish();
    return mapping;
}

PasswordSignIn ProfileParser::password(const QJsonValue &value, const QString &pointer)
{
    const QString user = QStringLiteral("user");
    const QString secret = QStringLiteral("password");
    const QString name = QStringLiteral("name");
    ObjectReader reader(m_problem, value, pointer);
    PasswordSignIn password;
    if (const QJsonValue signIn = reader.member("signIn", Need::Required); !signIn.isUndefined()) {
        password.signIn = endpoint(signIn, reader.pointerTo("signIn"), {{}, {user, secret}});
        mustHold(password.signIn, reader.pointerTo("signIn"), {user, secret});
    }
    password.registration = optionalEndpoint(reader, "registration", {{}, {user, secret, name}});
    if (password.registration)
        mustHold(*password.registration, reader.pointerTo("registration"), {user, secret});
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        password.tokens = tokens(mapping, reader.pointerTo("tokens"));
    password.identity = identityMapping(reader.member("identity", Need::Optional), reader.pointerTo("identity"));
    password.minimumPasswordLength = reader.number("minimumPasswordLength", password.minimumPasswordLength, 1, 1024);
    reader.finish();
    return password;
}

RefreshGrant ProfileParser::refresh(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    RefreshGrant refresh;
    if (const QJsonValue request = reader.member("endpoint", Need::Required); !request.isUndefined())
        refresh.endpoint = endpoint(request, reader.pointerTo("endpoint"), {{}, {QStringLiteral("refreshToken")}});
    if (const QJsonValue mapping = reader.member("tokens", Need::Required); !mapping.isUndefined())
        refresh.tokens = tokens(mapping, reader.pointerTo("tokens"));
    reader.finish();
    return refresh;
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
    const QStringList id{QStringLiteral("sessionId")};
    sessions.revoke = optionalEndpoint(reader, "revoke", {id, id});
    if (sessions.revoke)
        mustHold(*sessions.revoke, reader.pointerTo("revoke"), id);
    sessions.revokeOthers = optionalEndpoint(reader, "revokeOthers", {});
    reader.finish();
    return sessions;
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
    reader.finish();
    return mapping;
}

} // namespace keyturn::model
