// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backends.h"

namespace keyturn::tests {

namespace {

model::Endpoint post(const QString &path, const QJsonObject &body)
{
    model::Endpoint endpoint;
    endpoint.method = "POST";
    endpoint.path = path;
    endpoint.bodyType = body.isEmpty() ? model::BodyType::None : model::BodyType::Json;
    endpoint.body = body;
    return endpoint;
}

model::Endpoint other(const QByteArray &method, const QString &path)
{
    model::Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = path;
    return endpoint;
}

model::SessionFields fields()
{
    model::SessionFields fields;
    fields.id = QStringLiteral("/id");
    fields.current = QStringLiteral("/me");
    fields.device = QStringLiteral("/client/device");
    fields.createdAt = QStringLiteral("/since");
    fields.lastUsedAt = QStringLiteral("/seen");
    fields.endedAt = QStringLiteral("/ended");
    return fields;
}

} // namespace

model::BackendProfile cookieBackend()
{
    const QJsonObject credentials{{QStringLiteral("email"), QStringLiteral("{user}")}, {QStringLiteral("password"), QStringLiteral("{password}")}};
    QJsonObject registration = credentials;
    registration.insert(QStringLiteral("who"), QJsonObject{{QStringLiteral("name"), QStringLiteral("{name}")}});

    model::BackendProfile profile;
    profile.id = model::ProfileId(QStringLiteral("example"));
    profile.name = QStringLiteral("Example");
    profile.baseUrl = QUrl(QStringLiteral("https://auth.example/base/"));
    profile.password.emplace();
    profile.password->signIn = post(QStringLiteral("/login"), credentials);
    profile.password->registration = post(QStringLiteral("/register"), registration);
    profile.password->tokens.accessToken = model::ValuePlace::body(QStringLiteral("/data/token"));
    profile.password->tokens.lifetime = {model::LifetimeUnit::Seconds, QStringLiteral("/data/expiresIn")};
    profile.password->tokens.refreshToken = model::ValuePlace::cookie(QStringLiteral("rt"));
    profile.password->identity = {QStringLiteral("/user/id"), QStringLiteral("/user/name"), QStringLiteral("/user/email")};
    profile.refresh = model::RefreshGrant{post(QStringLiteral("/refresh"), {}), profile.password->tokens, {}};
    profile.signOut = post(QStringLiteral("/logout"), {});
    profile.identity = other("GET", QStringLiteral("/me"));
    profile.identityMapping = {QStringLiteral("/id"), QStringLiteral("/name"), QStringLiteral("/email")};
    profile.sessions = model::SessionsInterface{other("GET", QStringLiteral("/sessions")),
                                                QStringLiteral("/list"),
                                                fields(),
                                                {},
                                                {},
                                                other("DELETE", QStringLiteral("/sessions/{sessionId}")),
                                                other("DELETE", QStringLiteral("/sessions?others=true"))};
    return profile;
}

model::BackendProfile bodyBackend()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens.refreshToken = model::ValuePlace::body(QStringLiteral("/data/refresh"));
    const QJsonObject body{{QStringLiteral("refresh"), QStringLiteral("{refreshToken}")}};
    profile.refresh = model::RefreshGrant{post(QStringLiteral("/refresh"), body), profile.password->tokens, {}};
    profile.signOut = post(QStringLiteral("/logout"), body);
    return profile;
}

} // namespace keyturn::tests
