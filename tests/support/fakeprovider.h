// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"

#include <QJsonObject>
#include <QMap>

#include <functional>
#include <memory>

namespace keyturn::tests {

/// An identity provider behind the HttpClient interface. It answers as a good one would; a test replaces single answers. What nobody planned for is
/// an error and stands in unexpected().
class FakeProvider final : public net::HttpClient
{
public:
    using Handler = std::function<core::Result<net::HttpResponse>(const net::HttpRequest &)>;

    /// @p clock must outlive it.
    explicit FakeProvider(core::Clock &clock);
    ~FakeProvider() override;

    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;

    /// How Keyturn knows it: `https://id.example` with OpenID Connect, or plain OAuth 2 at `https://git.example`.
    [[nodiscard]] static model::IdentityProvider openIdConnect();
    [[nodiscard]] static model::IdentityProvider oauth2();

    /// Replaces the answer to `METHOD path`.
    void on(const QByteArray &methodAndPath, Handler handler) { m_handlers.insert(methodAndPath, std::move(handler)); }
    void answer(const QByteArray &methodAndPath, int status, const QByteArray &json);
    /// Requests to it wait, unanswered, until they are stopped.
    void holdBack(const QByteArray &methodAndPath) { m_heldBack.append(methodAndPath); }

    [[nodiscard]] static net::HttpResponse reply(int status, const QByteArray &body, const QByteArray &type = "application/json");
    [[nodiscard]] QByteArray publicKeys() const; ///< Its JWKS.
    [[nodiscard]] net::HttpResponse tokens() const; ///< What a good one answers to a code.
    [[nodiscard]] QList<net::HttpRequest> requestsTo(const QByteArray &methodAndPath) const;
    [[nodiscard]] const QList<net::HttpRequest> &requests() const { return m_requests; }
    [[nodiscard]] const QList<QByteArray> &unexpected() const { return m_unexpected; }

    QJsonObject metadata; ///< Of discovery.
    QJsonObject claims; ///< Of the ID token, put over those that a good one has.
    QString nonce; ///< What the authorization request said: a real provider keeps it with the code.
    QJsonObject tokenAnswer; ///< Put over those that a good one has.

private:
    [[nodiscard]] QByteArray idToken(const QByteArray &accessToken) const;

    struct Key;
    core::Clock &m_clock;
    std::unique_ptr<Key> m_key;
    QMap<QByteArray, Handler> m_handlers;
    QList<QByteArray> m_heldBack;
    QList<core::Promise<net::HttpResponse>> m_waiting;
    QList<std::shared_ptr<std::stop_callback<std::function<void()>>>> m_stops;
    QList<net::HttpRequest> m_requests;
    QList<QByteArray> m_unexpected;
};

} // namespace keyturn::tests
