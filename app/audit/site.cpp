// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/site.h"

#include "backendapi/replyreader.h"
#include "backendapi/tokenrequest.h"
#include "jose/jwt.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::audit {

namespace {

core::Error none(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("not_applicable"), sentence};
}

core::Error failed(const QString &sentence)
{
    return {core::ErrorKind::BadReply, QStringLiteral("step_failed"), sentence};
}

} // namespace

Site::Site(const Target &target, Wire &wire, Meter &meter, core::Clock &clock, core::Random &random)
    : m_target(target), m_wire(wire), m_meter(meter), m_clock(clock), m_random(random)
{ }

bool Site::isLoopback() const
{
    return isOnThisComputer(profile());
}

QUrl Site::address(const QString &path) const
{
    return QUrl(profile().issuer() + path, QUrl::StrictMode);
}

QString Site::randomWord(int letters)
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz012345";
    QString word;
    for (const char byte : m_random.bytes(letters))
        word += QLatin1Char(alphabet[static_cast<unsigned char>(byte) % 32]);
    return word;
}

Answer Site::get(const QUrl &url, const QList<net::Header> &headers)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = headers;
    return ask(request);
}

core::Result<net::HttpRequest> Site::request(const model::Endpoint &endpoint, const backendapi::Placeholders &values) const
{
    return backendapi::buildRequest(profile(), endpoint, values, {});
}

core::Result<void> Site::protect(net::HttpRequest &request, const model::TokenSet &tokens)
{
    if (!profile().csrf || !backendapi::isUnsafe(request.method))
        return {};
    const core::Result<backendapi::CsrfPass> pass = m_wire.csrfPass(profile(), tokens);
    if (!pass.ok())
        return failed(QStringLiteral("No CSRF token could be had (%1).").arg(pass.error().code));
    backendapi::applyPass(request, *pass);
    return {};
}

core::Result<Answer> Site::act(const model::Endpoint &endpoint, const model::TokenSet &tokens, const backendapi::Placeholders &values)
{
    core::Result<net::HttpRequest> built = request(endpoint, values);
    if (!built.ok())
        return built.error();
    if (!tokens.accessToken.isEmpty())
        backendapi::authorize(built.value(), profile().access, tokens.accessToken);
    if (const core::Result<void> ready = protect(built.value(), tokens); !ready.ok())
        return ready.error();
    return ask(*built);
}

core::Result<Answer> Site::trySignIn(const Person &person)
{
    if (!profile().password)
        return none(QStringLiteral("The profile has no sign-in by password."));
    const backendapi::Placeholders values{{{QStringLiteral("user"), person.user}}, {{QStringLiteral("password"), person.password}}};
    return act(profile().password->signIn, {}, values);
}

core::Result<Visit> Site::signIn(const Person &person)
{
    const core::Result<Answer> answer = trySignIn(person);
    if (!answer.ok())
        return answer.error();
    return read(*answer, person);
}

core::Result<Visit> Site::signIn()
{
    const core::Result<Person> person = owner();
    if (!person.ok())
        return person.error();
    return signIn(*person);
}

core::Result<Visit> Site::shared()
{
    if (!m_shared)
        m_shared = signIn();
    return *m_shared;
}

core::Result<Visit> Site::read(const Answer &answer, const Person &person)
{
    if (answer.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"),
                           QStringLiteral("The backend's rate limit stopped the audit's own sign-ins: raise it for the audit, or try again later.")};
    if (!answer.isGood())
        return failed(QStringLiteral("The test account could not be signed in: %1.").arg(answer.told()));
    const QJsonValue body = answer.json();
    const QDateTime now = m_clock.now();
    core::Result<model::TokenSet> tokens =
        backendapi::readTokens(answer.response, body, profile().password->tokens, &jose::expiryOf, now, profile().access);
    if (!tokens.ok())
        return failed(QStringLiteral("The answer to the sign-in has no tokens that could be read (%1).").arg(tokens.error().code));
    tokens.value().csrfToken = backendapi::broughtCsrfToken(profile(), answer.response, body, now);
    const model::Identity identity = backendapi::readIdentity(body, profile().password->identity, profile().issuer());
    return Visit{person, answer, *tokens, identity.subject};
}

core::Result<net::HttpRequest> Site::refreshRequest(const model::TokenSet &tokens)
{
    if (!profile().refresh)
        return none(QStringLiteral("The profile has no refresh."));
    if (!tokens.canRefresh())
        return none(QStringLiteral("The backend gave no refresh token."));
    core::Result<net::HttpRequest> built = backendapi::requestWithTokens(profile(), profile().refresh->endpoint, tokens, {});
    if (!built.ok())
        return built;
    if (const core::Result<void> ready = protect(built.value(), tokens); !ready.ok())
        return ready.error();
    return built;
}

core::Result<Renewal> Site::refresh(const model::TokenSet &tokens)
{
    const core::Result<net::HttpRequest> built = refreshRequest(tokens);
    if (!built.ok())
        return built.error();
    return renewalOf(ask(*built), tokens);
}

core::Result<Renewal> Site::renewalOf(const Answer &answer, const model::TokenSet &before)
{
    Renewal renewal{answer, {}};
    if (answer.isRateLimited())
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"),
                           QStringLiteral("The backend's rate limit stopped the audit's own refreshes: raise it for the audit, or try again later.")};
    if (!answer.isGood())
        return renewal;
    core::Result<model::TokenSet> tokens =
        backendapi::readTokens(answer.response, answer.json(), profile().refresh->tokens, &jose::expiryOf, m_clock.now(), profile().access);
    if (!tokens.ok())
        return renewal;
    if (!tokens->canRefresh())
        tokens.value().refreshToken = before.refreshToken; // RFC 6749 §6: the old one goes on
    tokens.value().csrfToken = before.csrfToken;
    renewal.tokens = *tokens;
    return renewal;
}

core::Result<Answer> Site::signOut(const model::TokenSet &tokens)
{
    if (!profile().signOut)
        return none(QStringLiteral("The profile has no sign-out."));
    core::Result<net::HttpRequest> built = backendapi::requestWithTokens(profile(), *profile().signOut, tokens, {});
    if (!built.ok())
        return built.error();
    backendapi::authorize(built.value(), profile().access, tokens.accessToken);
    if (const core::Result<void> ready = protect(built.value(), tokens); !ready.ok())
        return ready.error();
    return ask(*built);
}

core::Result<Answer> Site::whoAmI(const core::Secret &accessToken)
{
    if (!profile().identity)
        return none(QStringLiteral("The profile names no address that tells who is signed in."));
    core::Result<net::HttpRequest> built = request(*profile().identity);
    if (!built.ok())
        return built.error();
    if (!accessToken.isEmpty())
        backendapi::authorize(built.value(), profile().access, accessToken);
    return ask(*built);
}

core::Result<Answer> Site::whoAmI()
{
    return whoAmI(core::Secret());
}

core::Result<bool> Site::isTaken(const core::Secret &accessToken)
{
    const core::Result<Answer> answer = whoAmI(accessToken);
    if (!answer.ok())
        return answer.error();
    if (answer->isGood())
        return true;
    if (answer->status == 401 || answer->status == 403)
        return false;
    return failed(QStringLiteral("An access token got neither a yes nor a no: %1.").arg(answer->told()));
}

} // namespace keyturn::audit
