// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/limitedroutes.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/opaquetoken.h"
#include "backend/session/sessioncookie.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype longestEmail = 512;

/// As the routes themselves read it; a body that they refuse tells no account.
core::Result<QByteArray> emailOf(const Request &request)
{
    const QString email = jsonBody(request).members.value(QStringLiteral("email")).toString();
    return normalisedEmail(email.left(longestEmail)).toUtf8();
}

bool wantsAnotherEmail(const Request &request)
{
    return jsonBody(request).members.contains(QStringLiteral("email"));
}

core::Secret refreshTokenOf(const Request &request)
{
    const QJsonValue value = jsonBody(request).members.value(QStringLiteral("refreshToken"));
    return value.isString() ? core::Secret::fromText(value.toString()) : core::Secret(request.cookie("refreshToken").value_or(QByteArray()));
}

} // namespace

void addRateLimits(RateLimits &limits, Router &router, Store &store, const AccessTokens &tokens, bool secureCookies)
{
    const auto sessionOf = [&store](const Request &request) -> core::Result<QByteArray> {
        const core::Secret token = refreshTokenOf(request);
        if (token.isEmpty())
            return QByteArray();
        const auto session = store.sessionOfToken(hashOf(token));
        if (!session.ok())
            return session.error();
        return session->toLatin1();
    };
    // Of a session behind a cookie it is the session that counts: who it is of would have to be looked up.
    const auto callerOf = [&tokens, secureCookies](const Request &request) -> core::Result<QByteArray> {
        if (const auto token = request.authorization("Bearer")) {
            const auto claims = tokens.read(*token);
            return claims ? claims->userId.toLatin1() : QByteArray();
        }
        const core::Secret cookie = sentSessionCookie(request, secureCookies);
        return cookie.isEmpty() ? QByteArray() : hashOf(cookie);
    };
    using Rule = RateLimits::Rule;
    limits.guard(router, "POST", "/api/auth/login", Rule{.scope = "sign_in", .account = emailOf, .successSparesAccount = true});
    limits.guard(router, "POST", "/api/auth/register", Rule{.scope = "registration", .account = emailOf});
    limits.guard(router, "POST", "/api/auth/refresh",
                 Rule{.scope = "refresh", .accountName = "session", .account = sessionOf, .successSparesAddress = true});
    // Each challenge has few tries of its own, and each account few challenges.
    limits.guard(router, "POST", "/api/auth/login/code", Rule{.scope = "second_factor"});
    for (const char *path : {"/api/auth/password/forgot", "/api/auth/email/send"})
        limits.guard(router, "POST", path, Rule{.scope = "mail", .account = emailOf});
    for (const char *path : {"/api/auth/password/reset", "/api/auth/email/confirm", "/api/auth/email/change"})
        limits.guard(router, "POST", path, Rule{.scope = "mailed_code"});
    // Whoever has got hold of an access token must not find out the password by it.
    for (const char *path : {"/api/auth/password", "/api/auth/second-factor/disable"})
        limits.guard(router, "POST", path, Rule{.scope = "present_password", .account = callerOf, .successSparesAccount = true});
    limits.guard(router, "PATCH", "/api/profile",
                 Rule{.scope = "present_password", .account = callerOf, .successSparesAccount = true, .applies = wantsAnotherEmail});
}

} // namespace keyturn::backend
