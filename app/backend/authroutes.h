// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/guard.h"

namespace keyturn::backend {

/// What may stand between a good password and the tokens. Safe from any thread.
class SignInGate
{
public:
    virtual ~SignInGate() = default;
    /// The answer in place of tokens, or nothing: sign in.
    [[nodiscard]] virtual std::optional<Response> afterPassword(const User &user) = 0;
    [[nodiscard]] virtual std::optional<Response> afterRegistration(const User &user) = 0;
    /// Of an address that has an account already. Nothing: say so.
    [[nodiscard]] virtual std::optional<Response> afterTakenRegistration(const QString &email) = 0;
};

/// `/api/auth/…`: register, login, refresh, logout over HTTP, and `/api/csrf`. The refresh token travels as a cookie or, where the request asks for
/// it or brought it so, in the body; never both. Or the client gets a session behind a cookie and no token at all.
class AuthRoutes
{
public:
    /// @p secureCookies: false only where plain HTTP on loopback is served.
    /// @p gate is asked after each good password and registration, and must outlive it.
    /// @p sessionMode as in Options.
    AuthRoutes(AuthService &auth, const Guard &guard, SignInGate &gate, bool secureCookies, bool sessionMode = false);
    void addTo(Router &router);

    enum class Delivery { Cookie, Body, Session };
    /// What every answer with tokens looks like.
    [[nodiscard]] Response grantAnswer(int status, const Grant &grant, Delivery delivery) const;
    /// Set-Cookie with the refresh token of @p grant, as grantAnswer() sends it.
    [[nodiscard]] HttpHeader refreshCookie(const Grant &grant) const { return cookie(grant.refreshToken.reveal(), grant.refreshLife); }
    /// `"tokenDelivery"`: `"body"` asks for the refresh token in the body, `"cookie"` in a cookie, `"session"` for a session instead of tokens.
    [[nodiscard]] Delivery deliveryOf(const QJsonObject &members) const;
    [[nodiscard]] Holding holdingOf(const Request &request, Delivery delivery) const;
    /// Whom a request says it comes from.
    [[nodiscard]] static Client clientOf(const Request &request);

private:
    void registerUser(const Call &call, const Replier &reply);
    [[nodiscard]] Response takenAnswer(const QString &email, const core::Error &error);
    void login(const Call &call, const Replier &reply);
    void refresh(const Call &call, const Replier &reply);
    void logout(const Call &call, const Replier &reply);
    [[nodiscard]] Response csrfToken(const Request &request) const;
    [[nodiscard]] Response sessionAnswer(int status, const Grant &grant) const;
    [[nodiscard]] HttpHeader cookie(QByteArrayView value, std::chrono::seconds life) const;

    AuthService &m_auth;
    const Guard &m_guard;
    SignInGate &m_gate;
    bool m_secureCookies;
    bool m_sessionMode;
};

} // namespace keyturn::backend
