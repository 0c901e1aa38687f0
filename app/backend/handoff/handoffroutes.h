// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authroutes.h"
#include "backend/handoff/handoffstore.h"
#include "backend/handoff/upstreamclient.h"

#include <memory>
#include <vector>

namespace keyturn::backend {

/// Sign-in that the backend itself runs at a provider, handed to an app on the person's computer by a one-time code
/// (resources/profiles/HANDOFF.md): GET /api/auth/<provider> → the provider → GET /api/auth/<provider>/callback → the app's loopback address with
/// the code → POST /api/auth/handoff, which answers like /api/auth/login.
/// A web app's page brings the person to GET /api/auth/<provider>?redirect=… instead; after the callback the browser has the refresh cookie and is
/// sent to that address, or with `error` to it where it came to nothing.
class HandoffRoutes
{
public:
    struct Services {
        const core::Clock &clock;
        core::Random &random;
        HandoffStore &store;
        AuthService &auth;
        const AuthRoutes &answers;
        Outgoing &outgoing;
    };
    /// All services must outlive it. @p baseUrl is our own address, and the `iss` that apps get; @p webRedirects are where web apps get people back.
    HandoffRoutes(const Services &services, QString baseUrl, bool secureCookies, QStringList webRedirects = {});
    void addTo(Router &router, const Upstream &upstream);
    void addExchangeTo(Router &router);

    /// Where @p provider sends the browser back to: what is registered there.
    [[nodiscard]] static QString callbackAddress(const QString &baseUrl, const QString &provider);

private:
    void start(UpstreamClient &client, const Call &call, const Replier &reply);
    void comeBack(UpstreamClient &client, const Call &call, const Replier &reply);
    void exchange(const Call &call, const Replier &reply);
    [[nodiscard]] Response handOff(const HandoffAttempt &attempt, const core::Result<UpstreamIdentity> &identity, const Client &browser);
    [[nodiscard]] Response codeFor(const HandoffAttempt &attempt, const User &user);
    [[nodiscard]] Response cookieFor(const HandoffAttempt &attempt, const User &user, const Client &browser);
    [[nodiscard]] core::Result<Grant> redeem(const QJsonObject &members, const Client &client, const Holding &holding);
    [[nodiscard]] Response back(const QString &redirectUri, const QString &state, FormData parameters) const;
    [[nodiscard]] Response backWithError(const QString &redirectUri, const QString &state, const char *error, const QString &description) const;
    [[nodiscard]] HttpHeader cookie(const QString &provider, const QByteArray &name, QByteArrayView value, std::chrono::seconds life) const;

    Services m_services;
    QString m_baseUrl;
    bool m_secureCookies;
    QStringList m_webRedirects;
    std::vector<std::unique_ptr<UpstreamClient>> m_clients;
};

} // namespace keyturn::backend
