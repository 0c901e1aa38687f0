// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/authroutes.h"

#include "backend/answers.h"
#include "backend/session/sessioncookie.h"

namespace keyturn::backend {

namespace {

constexpr auto cookieName = "refreshToken";
constexpr qsizetype maxDevice = 64;
constexpr qsizetype maxUserAgent = 256;
constexpr qsizetype maxRefreshToken = 256;

Response errorResponse(const core::Error &error)
{
    if (error.code == QLatin1String("email_taken"))
        return errorAnswer(409, "email_taken", QStringLiteral("There is an account with this e-mail address already."));
    if (error.code == QLatin1String("invalid_credentials"))
        return errorAnswer(401, "invalid_credentials", QStringLiteral("E-mail address or password is wrong."));
    return failureAnswer(error);
}

QJsonObject toJson(const User &user)
{
    return {{QStringLiteral("id"), user.id},
            {QStringLiteral("email"), user.email},
            {QStringLiteral("name"), user.name},
            {QStringLiteral("role"), user.role}};
}

Response invalidGrant(const QString &reason)
{
    const QJsonObject error{{QStringLiteral("code"), QStringLiteral("invalid_grant")},
                            {QStringLiteral("message"), QStringLiteral("The refresh token is not valid any more; please sign in again.")},
                            {QStringLiteral("reason"), reason}};
    return jsonAnswer(401, QJsonObject{{QStringLiteral("error"), error}});
}

/// The refresh token that a request brought: from its body, or else from the cookie.
struct BroughtToken {
    core::Secret token;
    bool fromBody = false;
    std::optional<Response> refusal;
};

BroughtToken broughtToken(const Request &request)
{
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return {{}, false, body.refusal};
    const QJsonValue value = body.members.value(QStringLiteral("refreshToken"));
    if (!value.isUndefined() && (!value.isString() || value.toString().size() > maxRefreshToken))
        return {{}, true, validationAnswer({{QStringLiteral("refreshToken"), QStringLiteral("This must be a refresh token.")}})};
    if (value.isString())
        return {core::Secret::fromText(value.toString()), true, std::nullopt};
    return {core::Secret(request.cookie(cookieName).value_or(QByteArray())), false, std::nullopt};
}

} // namespace

AuthRoutes::AuthRoutes(AuthService &auth, const Guard &guard, SignInGate &gate, bool secureCookies, bool sessionMode)
    : m_auth(auth), m_guard(guard), m_gate(gate), m_secureCookies(secureCookies), m_sessionMode(sessionMode)
{ }

void AuthRoutes::addTo(Router &router)
{
    router.add("POST", "/api/auth/register", [this](const Call &call, const Replier &reply) { registerUser(call, reply); });
    router.add("POST", "/api/auth/login", [this](const Call &call, const Replier &reply) { login(call, reply); });
    router.add("POST", "/api/auth/refresh", [this](const Call &call, const Replier &reply) { refresh(call, reply); });
    router.add("POST", "/api/auth/logout", [this](const Call &call, const Replier &reply) { logout(call, reply); });
    router.add("GET", "/api/csrf", [this](const Call &call, const Replier &reply) { reply(csrfToken(call.request)); });
}

Client AuthRoutes::clientOf(const Request &request)
{
    return {limitedText(QString::fromUtf8(request.header("x-device-name")), maxDevice),
            limitedText(QString::fromUtf8(request.header("user-agent")), maxUserAgent), request.peer};
}

AuthRoutes::Delivery AuthRoutes::deliveryOf(const QJsonObject &members) const
{
    const QString wanted = members.value(QStringLiteral("tokenDelivery")).toString();
    if (wanted == QLatin1String("body"))
        return Delivery::Body;
    if (wanted == QLatin1String("session"))
        return Delivery::Session;
    return m_sessionMode && wanted != QLatin1String("cookie") ? Delivery::Session : Delivery::Cookie;
}

Holding AuthRoutes::holdingOf(const Request &request, Delivery delivery) const
{
    if (delivery != Delivery::Session)
        return {};
    return {true, sentSessionCookie(request, m_secureCookies)};
}

void AuthRoutes::registerUser(const Call &call, const Replier &reply)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return reply(*body.refusal);
    const CheckedCredentials checked = checkRegistration(body.members);
    if (!checked.problems.isEmpty())
        return reply(validationAnswer(checked.problems));
    const Client client = clientOf(call.request);
    const Delivery delivery = deliveryOf(body.members);
    const Holding holding = holdingOf(call.request, delivery);
    m_auth.registerUser(checked.credentials,
                        [this, client, delivery, holding, reply, email = checked.credentials.email](const core::Result<User> &user) {
                            if (!user.ok() && user.error().code == QLatin1String("email_taken"))
                                return reply(takenAnswer(email, user.error()));
                            if (!user.ok())
                                return reply(errorResponse(user.error()));
                            if (std::optional<Response> instead = m_gate.afterRegistration(*user))
                                return reply(*std::move(instead));
                            const auto grant = m_auth.signInNew(*user, client, holding);
                            reply(grant.ok() ? grantAnswer(201, *grant, delivery) : errorResponse(grant.error()));
                        });
}

Response AuthRoutes::takenAnswer(const QString &email, const core::Error &error)
{
    if (std::optional<Response> instead = m_gate.afterTakenRegistration(email))
        return *std::move(instead);
    m_auth.countRefusal();
    return errorResponse(error);
}

void AuthRoutes::login(const Call &call, const Replier &reply)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return reply(*body.refusal);
    const CheckedCredentials checked = checkSignIn(body.members);
    if (!checked.problems.isEmpty())
        return reply(validationAnswer(checked.problems));
    const Client client = clientOf(call.request);
    const Delivery delivery = deliveryOf(body.members);
    const Holding holding = holdingOf(call.request, delivery);
    m_auth.checkPassword(checked.credentials, [this, client, delivery, holding, reply](const core::Result<User> &user) {
        if (!user.ok())
            return reply(errorResponse(user.error()));
        if (std::optional<Response> instead = m_gate.afterPassword(*user))
            return reply(*std::move(instead));
        const auto grant = m_auth.signInAs(*user, client, holding);
        reply(grant.ok() ? grantAnswer(200, *grant, delivery) : errorResponse(grant.error()));
    });
}

void AuthRoutes::refresh(const Call &call, const Replier &reply)
{
    const BroughtToken brought = broughtToken(call.request);
    if (brought.refusal)
        return reply(*brought.refusal);
    if (brought.token.isEmpty())
        return reply(invalidGrant(QStringLiteral("missing")));
    const auto grant = m_auth.refresh(brought.token);
    if (grant.ok())
        return reply(grantAnswer(200, *grant, brought.fromBody ? Delivery::Body : Delivery::Cookie));
    if (grant.error().kind != core::ErrorKind::SignInAgain)
        return reply(failureAnswer(grant.error()));
    Response refusal = invalidGrant(grant.error().detail);
    if (!brought.fromBody)
        refusal.headers.append(cookie({}, std::chrono::seconds(0)));
    reply(std::move(refusal));
}

void AuthRoutes::logout(const Call &call, const Replier &reply)
{
    const BroughtToken brought = broughtToken(call.request);
    if (brought.refusal)
        return reply(*brought.refusal);
    // A browser may hold both, tokens and a session: then both are over.
    const bool hasSession = !sentSessionCookie(call.request, m_secureCookies).isEmpty();
    if (brought.token.isEmpty() || (hasSession && !brought.fromBody)) {
        const Identified caller = m_guard.identify(call.request);
        if (!caller.live && (brought.token.isEmpty() || caller.refusal->status != 401))
            return reply(*caller.refusal);
        const auto ended =
            caller.live ? m_auth.endSession(caller.live->user.id, caller.live->session.id, endcause::signedOut) : core::Result<bool>(false);
        if (!ended.ok())
            return reply(failureAnswer(ended.error()));
    }
    if (const auto ended = brought.token.isEmpty() ? core::Result<void>() : m_auth.signOut(brought.token); !ended.ok())
        return reply(failureAnswer(ended.error()));
    Response done = emptyAnswer();
    done.headers.append(cookie({}, std::chrono::seconds(0)));
    if (hasSession)
        done.headers.append(noSessionCookie(m_secureCookies));
    reply(std::move(done));
}

Response AuthRoutes::csrfToken(const Request &request) const
{
    const Identified caller = m_guard.identify(request);
    if (!caller.live)
        return *caller.refusal;
    const core::Secret session = sentSessionCookie(request, m_secureCookies);
    if (session.isEmpty())
        return errorAnswer(400, "no_session_cookie", QStringLiteral("Only a session cookie needs a CSRF token."));
    return jsonAnswer(200, QJsonObject{{QStringLiteral("csrfToken"), QString::fromLatin1(m_auth.csrfToken(session))}});
}

Response AuthRoutes::sessionAnswer(int status, const Grant &grant) const
{
    Response response = jsonAnswer(status,
                                   QJsonObject{{QStringLiteral("user"), toJson(grant.user)},
                                               {QStringLiteral("csrfToken"), QString::fromLatin1(grant.csrfToken)},
                                               {QStringLiteral("expiresAt"), isoText(grant.expiresAt)},
                                               {QStringLiteral("endsAt"), isoText(grant.endsAt)}});
    response.headers.append(sessionCookie(grant.cookie, grant.cookieLife, m_secureCookies));
    return response;
}

Response AuthRoutes::grantAnswer(int status, const Grant &grant, Delivery delivery) const
{
    if (!grant.cookie.isEmpty())
        return sessionAnswer(status, grant);
    QJsonObject body{
        {QStringLiteral("user"), toJson(grant.user)},
        {QStringLiteral("accessToken"), QString::fromLatin1(grant.access.value.reveal())},
        {QStringLiteral("tokenType"), QStringLiteral("Bearer")},
        {QStringLiteral("expiresIn"), qint64(grant.access.life.count())},
    };
    if (delivery == Delivery::Cookie) {
        Response response = jsonAnswer(status, body);
        response.headers.append(cookie(grant.refreshToken.reveal(), grant.refreshLife));
        return response;
    }
    body.insert(QStringLiteral("refreshToken"), QString::fromLatin1(grant.refreshToken.reveal()));
    body.insert(QStringLiteral("refreshExpiresIn"), qint64(grant.refreshLife.count()));
    return jsonAnswer(status, body);
}

HttpHeader AuthRoutes::cookie(QByteArrayView value, std::chrono::seconds life) const
{
    return {"Set-Cookie",
            QByteArray(cookieName) + '=' + value.toByteArray() + "; Path=/api/auth; HttpOnly; SameSite=Strict; Max-Age="
                + QByteArray::number(qint64(life.count())) + (m_secureCookies ? "; Secure" : "")};
}

} // namespace keyturn::backend
