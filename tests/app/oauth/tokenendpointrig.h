// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/tokenendpoint.h"

#include "support/fakeclock.h"
#include "support/fakeprovider.h"

#include <QTest>

namespace keyturn::oauth {

using tests::FakeClock;
using tests::FakeProvider;

inline QByteArray idToken(const char *subject, const QByteArray &issuer = "https://id.example")
{
    constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return QByteArray(R"({"alg":"ES256"})").toBase64(encoding) + '.'
        + (R"({"iss":")" + issuer + R"(","sub":")" + QByteArray(subject) + "\"}").toBase64(encoding) + ".c2ln";
}

inline model::TokenSet held(const QByteArray &issuer = "https://id.example")
{
    model::TokenSet tokens;
    tokens.accessToken = core::Secret(QByteArrayView("old-access"));
    tokens.refreshToken = core::Secret(QByteArrayView("1//old+%41"));
    tokens.refreshExpiresAt = QDateTime::fromString(QStringLiteral("2026-02-02T00:00:00Z"), Qt::ISODate);
    tokens.idToken = core::Secret(idToken("ada", issuer));
    tokens.scopes = {QStringLiteral("openid")};
    return tokens;
}

/// Both endpoints of both kinds, with a provider behind them.
struct Endpoint {
    explicit Endpoint(model::IdentityProvider profile = FakeProvider::openIdConnect()) : http(clock), provider(std::move(profile))
    {
        metadata.endpoints = {{}, QUrl(QStringLiteral("https://id.example/token")), QUrl(QStringLiteral("https://id.example/revoke")), {}};
        if (provider.kind == model::ProviderKind::OAuth2)
            metadata.endpoints = provider.endpoints;
    }
    core::Result<model::TokenSet> refresh(const model::TokenSet &tokens = held(), const KeyBinding &binding = {})
    {
        return resultOf(refreshTokens(http, clock, metadata, provider, tokens, binding, &context));
    }
    [[nodiscard]] QByteArrayList revoked() const
    {
        QByteArrayList bodies;
        for (const net::HttpRequest &request : http.requestsTo("POST /revoke"))
            bodies.append(request.body.reveal().toByteArray());
        return bodies;
    }
    core::Result<void> revoke(const model::TokenSet &tokens = held())
    {
        return resultOf(revokeTokens(http, clock, metadata, provider, tokens, &context));
    }
    template <class T> static core::Result<T> resultOf(const core::Async<T> &answer)
    {
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
            return core::Error{core::ErrorKind::Offline, QStringLiteral("never"), {}};
        return answer.result();
    }

    FakeClock clock;
    FakeProvider http;
    model::IdentityProvider provider;
    ProviderMetadata metadata;
    QObject context;
};

} // namespace keyturn::oauth
