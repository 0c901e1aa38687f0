// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/bearer.h"

#include "backend/answers.h"
#include "backend/session/csrftoken.h"
#include "backend/session/sessioncookie.h"

namespace keyturn::backend {

namespace {

Identified byCookie(AuthService &auth, const Request &request)
{
    const core::Secret cookie = sentSessionCookie(request, auth.secureCookies());
    if (cookie.isEmpty())
        return {std::nullopt, bearerRefusal(false)};
    const auto live = auth.authenticateCookie(cookie);
    if (!live.ok())
        return {std::nullopt, failureAnswer(live.error())};
    if (!*live) {
        Response refusal = errorAnswer(401, "session_ended", QStringLiteral("The session has ended; please sign in again."));
        refusal.headers.append(HttpHeader{"WWW-Authenticate", "Bearer realm=\"keyturn\""});
        refusal.headers.append(noSessionCookie(auth.secureCookies()));
        return {std::nullopt, refusal};
    }
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && !isCsrfToken(request.header("x-csrf-token"), cookie))
        return {std::nullopt,
                errorAnswer(403, "csrf", QStringLiteral("With a session cookie this wants a CSRF token: X-CSRF-Token, from GET /api/csrf."))};
    return {*live, std::nullopt};
}

} // namespace

Identified RequestAuthenticator::identify(const Request &request)
{
    const std::optional<QByteArray> token = request.authorization("Bearer");
    if (!token)
        return byCookie(m_auth, request);
    const auto live = m_auth.authenticate(*token);
    if (!live.ok())
        return {std::nullopt, failureAnswer(live.error())};
    if (!*live)
        return {std::nullopt, bearerRefusal(true)};
    return {*live, std::nullopt};
}

Response bearerRefusal(bool tokenSent)
{
    Response response = tokenSent ? errorAnswer(401, "invalid_token", QStringLiteral("The access token is not valid, or its session has ended."))
                                  : errorAnswer(401, "token_missing", QStringLiteral("This needs an access token."));
    response.headers.append(
        HttpHeader{"WWW-Authenticate", tokenSent ? "Bearer realm=\"keyturn\", error=\"invalid_token\"" : "Bearer realm=\"keyturn\""});
    return response;
}

Response stepUpChallenge(std::chrono::seconds maxAge)
{
    const QString sentence = QStringLiteral("This wants you to have signed in within the last %1 seconds.").arg(maxAge.count());
    Response response = errorAnswer(401, "insufficient_user_authentication", sentence);
    response.headers.append(HttpHeader{"WWW-Authenticate",
                                       "Bearer realm=\"keyturn\", error=\"insufficient_user_authentication\", max_age=\""
                                           + QByteArray::number(static_cast<qint64>(maxAge.count())) + '"'});
    return response;
}

} // namespace keyturn::backend
