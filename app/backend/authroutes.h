// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/router.h"

namespace keyturn::backend {

/// `/api/auth/…`: register, login, refresh, logout over HTTP. The refresh token travels as a cookie or, where the request asks for it or brought it
/// so, in the body; never both.
class AuthRoutes
{
public:
    /// @p secureCookies: false only where plain HTTP on loopback is served.
    AuthRoutes(AuthService &auth, bool secureCookies);
    void addTo(Router &router);

    enum class Delivery { Cookie, Body };
    /// What every answer with tokens looks like.
    [[nodiscard]] Response grantAnswer(int status, const Grant &grant, Delivery delivery) const;
    /// `"tokenDelivery": "body"` asks for the refresh token in the body.
    [[nodiscard]] static Delivery deliveryOf(const QJsonObject &members);
    /// Whom a request says it comes from.
    [[nodiscard]] static Client clientOf(const Request &request);

private:
    void registerUser(const Call &call, const Replier &reply);
    void login(const Call &call, const Replier &reply);
    void refresh(const Call &call, const Replier &reply);
    void logout(const Call &call, const Replier &reply);
    [[nodiscard]] AuthService::Done signedIn(int status, Delivery delivery, const Replier &reply) const;
    [[nodiscard]] HttpHeader cookie(QByteArrayView value, std::chrono::seconds life) const;

    AuthService &m_auth;
    bool m_secureCookies;
};

} // namespace keyturn::backend
