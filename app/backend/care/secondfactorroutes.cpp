// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/secondfactorroutes.h"

#include "backend/answers.h"
#include "backend/care/totp.h"
#include "backend/care/typedcode.h"
#include "backend/opaquetoken.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

constexpr std::chrono::minutes challengeLife(5);
constexpr int recoveryCodes = 10;
constexpr qsizetype longestText = 256;

/// The member's text; empty where there is none, or none that could be right.
QString textOf(const QJsonObject &members, const char *name)
{
    const QString text = members.value(QLatin1String(name)).toString();
    return text.size() <= longestText ? text : QString();
}

Response invalidCode(int status)
{
    return errorAnswer(status, "invalid_code", QStringLiteral("This code is not right, has run out, or was used before."));
}

} // namespace

void SecondFactorRoutes::addTo(Router &router, const AuthRoutes &answers)
{
    const Guard &guard = m_parts.guard;
    router.add("GET", "/api/auth/second-factor",
               guard.needs(requirement::signedIn, [this](const Call &, const LiveSession &live) { return status(live); }));
    router.add("POST", "/api/auth/second-factor",
               guard.needs(requirement::signedIn, [this](const Call &, const LiveSession &live) { return setUp(live); }));
    router.add("POST", "/api/auth/second-factor/confirm",
               guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live) { return confirm(call, live); }));
    router.add(
        "POST", "/api/auth/second-factor/disable",
        guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live, const Replier &reply) { disable(call, live, reply); }));
    router.add("POST", "/api/auth/login/code", [this, &answers](const Call &call, const Replier &reply) { reply(finishSignIn(call, answers)); });
}

std::optional<Response> SecondFactorRoutes::challenge(const User &user)
{
    const auto second = m_parts.store.secondFactor(user.id);
    if (!second.ok())
        return failureAnswer(second.error());
    if (!*second || !(*second)->on)
        return std::nullopt;
    const core::Secret token = newOpaqueToken(m_parts.random);
    const Instant now = instantOf(m_parts.clock);
    const auto wait = m_parts.store.addChallenge(hashOf(token), user.id, now, now + challengeLife);
    if (!wait.ok())
        return failureAnswer(wait.error());
    if (*wait) {
        Response refusal = errorAnswer(429, "rate_limited", QStringLiteral("Too many codes were tried; please wait."));
        refusal.headers.append(HttpHeader{"Retry-After", QByteArray::number(qint64((*wait)->count()))});
        return refusal;
    }
    const QJsonObject error{{QStringLiteral("code"), QStringLiteral("second_factor_required")},
                            {QStringLiteral("message"), QStringLiteral("A code of the authenticator app, or a recovery code, is needed as well.")}};
    return jsonAnswer(401,
                      QJsonObject{{QStringLiteral("error"), error},
                                  {QStringLiteral("challenge"), QString::fromLatin1(token.reveal())},
                                  {QStringLiteral("expiresIn"), qint64(std::chrono::seconds(challengeLife).count())}});
}

core::Result<bool> SecondFactorRoutes::isGood(const User &user, const QString &code)
{
    if (!totp::isCode(code))
        return m_parts.store.spendRecoveryCode(user.id, hashOfTyped(code));
    const auto second = m_parts.store.secondFactor(user.id);
    if (!second.ok())
        return second.error();
    const std::optional<qint64> step = *second && (*second)->on ? totp::stepOf((*second)->secret, code, instantOf(m_parts.clock)) : std::nullopt;
    return step ? m_parts.store.spendStep(user.id, *step) : core::Result<bool>(false);
}

Response SecondFactorRoutes::finishSignIn(const Call &call, const AuthRoutes &answers)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return *body.refusal;
    const QByteArray challenge = hashOf(core::Secret::fromText(textOf(body.members, "challenge")));
    const auto user = m_parts.store.tryChallenge(challenge, instantOf(m_parts.clock));
    if (!user.ok())
        return failureAnswer(user.error());
    if (!*user)
        return errorAnswer(401, "challenge_expired", QStringLiteral("This sign-in took too long or too many tries; please start again."));
    const auto good = isGood(**user, textOf(body.members, "code"));
    if (!good.ok())
        return failureAnswer(good.error());
    if (!*good)
        return invalidCode(401);
    const auto passed = m_parts.store.passChallenge(challenge);
    if (!passed.ok() || !*passed)
        return passed.ok() ? invalidCode(401) : failureAnswer(passed.error());
    const AuthRoutes::Delivery delivery = answers.deliveryOf(body.members);
    const auto grant = m_parts.auth.signInAs(**user, AuthRoutes::clientOf(call.request), answers.holdingOf(call.request, delivery));
    return grant.ok() ? answers.grantAnswer(200, *grant, delivery) : failureAnswer(grant.error());
}

Response SecondFactorRoutes::status(const LiveSession &live)
{
    const auto second = m_parts.store.secondFactor(live.user.id);
    if (!second.ok())
        return failureAnswer(second.error());
    const bool on = *second && (*second)->on;
    return jsonAnswer(200, QJsonObject{{QStringLiteral("enabled"), on}, {QStringLiteral("recoveryCodesLeft"), on ? (*second)->recoveryCodes : 0}});
}

Response SecondFactorRoutes::setUp(const LiveSession &live)
{
    const QByteArray secret = totp::newSecret(m_parts.random);
    const auto begun = m_parts.store.setUp(live.user.id, secret);
    if (!begun.ok())
        return failureAnswer(begun.error());
    if (!*begun)
        return errorAnswer(409, "second_factor_on", QStringLiteral("There is a second factor already; turn it off first."));
    return jsonAnswer(201,
                      QJsonObject{{QStringLiteral("secret"), QString::fromLatin1(base32(secret))},
                                  {QStringLiteral("otpauth"), totp::otpauthAddress(secret, live.user.email)}});
}

Response SecondFactorRoutes::confirm(const Call &call, const LiveSession &live)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return *body.refusal;
    const auto second = m_parts.store.secondFactor(live.user.id);
    if (!second.ok())
        return failureAnswer(second.error());
    if (!*second || (*second)->on)
        return errorAnswer(409, "second_factor_not_begun", QStringLiteral("There is no second factor that waits for its first code."));
    const Instant now = instantOf(m_parts.clock);
    const std::optional<qint64> step = totp::stepOf((*second)->secret, textOf(body.members, "code"), now);
    if (!step)
        return invalidCode(422);
    QJsonArray shown;
    QList<QByteArray> hashes;
    for (int i = 0; i < recoveryCodes; ++i) {
        const QString code = QString::fromLatin1(newTypedCode(m_parts.random).reveal());
        shown.append(code);
        hashes.append(hashOfTyped(code));
    }
    const auto confirmed = m_parts.store.confirm(live.user.id, *step, hashes, now);
    if (!confirmed.ok())
        return failureAnswer(confirmed.error());
    return *confirmed ? jsonAnswer(200, QJsonObject{{QStringLiteral("recoveryCodes"), shown}}) : invalidCode(409);
}

void SecondFactorRoutes::disable(const Call &call, const LiveSession &live, const Replier &reply)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return reply(*body.refusal);
    const auto hash = m_parts.store.passwordHash(live.user.id);
    if (!hash.ok())
        return reply(failureAnswer(hash.error()));
    const core::Secret password = core::Secret::fromText(textOf(body.members, "password"));
    m_parts.hasher.verify(password, *hash, [this, reply, id = live.user.id](core::Result<bool> same) {
        if (!same.ok())
            return reply(failureAnswer(same.error()));
        if (!*same)
            return reply(errorAnswer(403, "invalid_credentials", QStringLiteral("The password is wrong.")));
        const auto removed = m_parts.store.removeSecondFactor(id);
        reply(removed.ok() ? emptyAnswer() : failureAnswer(removed.error()));
    });
}

} // namespace keyturn::backend
