// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"

#include "backendapi/formpages.h"
#include "backendapi/requestbuilder.h"
#include "backendapi/tokenrequest.h"

namespace keyturn::backendapi {

namespace {

/// What a form page's refusals are read as.
constexpr int wrongPassword = 401;
constexpr int wrongForm = 422;

core::Error unsupported(const model::BackendProfile &profile, const QString &verb)
{
    return {core::ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("%1 has no %2").arg(profile.id.toString(), verb)};
}

core::Error nobodyAt(const model::IdentityMapping &mapping)
{
    const QString detail = mapping.subject.isEmpty() ? QString() : QStringLiteral("nothing at ") + mapping.subject;
    return {core::ErrorKind::BadReply, QStringLiteral("identity_missing"), detail};
}

} // namespace

BackendClient::BackendClient(core::Clock &clock, net::HttpClient &http, ExpiryReader expiryOf, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_expiryOf(std::move(expiryOf)), m_csrf(clock, http)
{ }

core::Async<net::HttpResponse> BackendClient::send(const model::BackendProfile &profile, const net::HttpRequest &request,
                                                   const model::TokenSet &tokens)
{
    if (!profile.csrf || !isUnsafe(request.method))
        return m_http.send(request);
    const Asked asked = tokens.accessToken.isEmpty() ? Asked::FirstUse : Asked::Resource;
    return core::chain(m_csrf.fetch(profile, tokens, request.stop, asked), this, [this, request](const CsrfPass &pass) {
        net::HttpRequest protectedRequest = request;
        applyPass(protectedRequest, pass);
        return m_http.send(std::move(protectedRequest));
    });
}

core::Async<SignInAnswer> BackendClient::beginSignIn(const model::BackendProfile &profile, const Credentials &credentials, std::stop_token stop)
{
    if (!profile.password)
        return core::ready<SignInAnswer>(unsupported(profile, QStringLiteral("password sign-in")));
    const Placeholders values{{{QStringLiteral("user"), credentials.user}}, {{QStringLiteral("password"), credentials.password}}};
    const QString step = QStringLiteral("sign-in");
    core::Result<net::HttpRequest> request = buildRequest(profile, profile.password->signIn, values, step);
    if (!request.ok())
        return core::ready<SignInAnswer>(core::ofStep(request.error(), step));
    request.value().stop = stop;
    const auto answered = [this, profile, stop](const net::HttpResponse &answer) -> core::Async<SignInAnswer> {
        const std::optional<model::SecondFactor> &second = profile.password->secondFactor;
        if (const auto challenge = second ? readChallenge(answer, *second, m_clock.now()) : std::nullopt)
            return core::ready<SignInAnswer>(challenge->ok() ? core::Result<SignInAnswer>(SecondFactorChallenge{challenge->value()})
                                                             : core::Result<SignInAnswer>(challenge->error()));
        const net::HttpResponse response = asJudged(answer, profile.password->signIn, wrongPassword);
        return core::chain(read(profile, response, {profile.password->tokens, Asked::SignIn, {}}, stop), this,
                           [](const SignInOutcome &outcome) -> core::Result<SignInAnswer> { return SignInAnswer(outcome); });
    };
    return core::inStep(step, core::chain(send(profile, *request, {}), this, answered));
}

core::Async<SignInOutcome> BackendClient::confirmSignIn(const model::BackendProfile &profile, const SecondFactorChallenge &challenge,
                                                        model::SecondFactorMethod method, const core::Secret &code, std::stop_token stop)
{
    if (!profile.password || !profile.password->secondFactor)
        return core::ready<SignInOutcome>(unsupported(profile, QStringLiteral("second factor")));
    const model::SecondFactor &second = *profile.password->secondFactor;
    const bool recovery = method == model::SecondFactorMethod::RecoveryCode && second.recovery.has_value();
    const model::Endpoint &endpoint = recovery ? *second.recovery : second.endpoint;
    const Placeholders values{{}, {{QStringLiteral("challenge"), challenge.token}, {QStringLiteral("code"), code}}};
    const QString step = QStringLiteral("second factor");
    core::Result<net::HttpRequest> request = buildRequest(profile, endpoint, values, step);
    if (!request.ok())
        return core::ready<SignInOutcome>(core::ofStep(request.error(), step));
    if (endpoint.bearsChallenge)
        authorize(request.value(), model::AccessUse{}, challenge.token);
    else if (second.challenge.isCookie())
        addCookie(request.value(), second.challenge.name.toLatin1(), challenge.token);
    request.value().stop = stop;
    const model::TokenMapping mapping = second.tokens.value_or(profile.password->tokens);
    // A session that began with the password and goes on as it is: its cookie was the challenge, and need not come once more.
    const bool isSession = second.challenge.isCookie() && mapping.accessToken == second.challenge && profile.access.furtherCookies.isEmpty();
    const core::Secret session = isSession ? challenge.token : core::Secret();
    const auto answered = [this, profile, endpoint, mapping, session, stop](const net::HttpResponse &response) {
        return read(profile, asJudged(response, endpoint, wrongPassword), {mapping, Asked::Code, session}, stop);
    };
    model::TokenSet begun;
    if (profile.csrf && profile.csrf->fetch) // one that comes along with tokens comes with the answer to this
        begun.accessToken = session;
    return core::inStep(step, core::chain(send(profile, *request, begun), this, answered));
}

core::Async<SignInOutcome> BackendClient::signIn(const model::BackendProfile &profile, const Credentials &credentials, std::stop_token stop)
{
    return core::chain(beginSignIn(profile, credentials, std::move(stop)), this, [](const SignInAnswer &answer) -> core::Result<SignInOutcome> {
        if (const auto *outcome = std::get_if<SignInOutcome>(&answer))
            return *outcome;
        return core::ofStep({core::ErrorKind::Rejected, QStringLiteral("second_factor_required"), {}}, QStringLiteral("sign-in"));
    });
}

core::Async<SignInOutcome> BackendClient::registerUser(const model::BackendProfile &profile, const Credentials &credentials, const QString &name,
                                                       std::stop_token stop)
{
    if (!profile.password || !profile.password->registration)
        return core::ready<SignInOutcome>(unsupported(profile, QStringLiteral("registration")));
    const Placeholders values{{{QStringLiteral("user"), credentials.user}, {QStringLiteral("name"), name}},
                              {{QStringLiteral("password"), credentials.password}}};
    const QString step = QStringLiteral("register");
    core::Result<net::HttpRequest> request = buildRequest(profile, *profile.password->registration, values, step);
    if (!request.ok())
        return core::ready<SignInOutcome>(core::ofStep(request.error(), step));
    request.value().stop = stop;
    const bool mayBeEmpty = profile.password->emailVerification.has_value();
    const auto answered = [this, profile, stop, mayBeEmpty](const net::HttpResponse &answer) {
        const net::HttpResponse response = asJudged(answer, *profile.password->registration, wrongForm);
        const core::Result<QJsonValue> body = jsonOf(response);
        const model::ErrorMapping errors = mayBeEmpty ? withoutBody(profile.errors) : profile.errors;
        const bool taken = !refusalOf(response, errors, Asked::SignIn, m_clock.now()) && body.ok();
        // No token, and no fault: the account is there, and waits for its e-mail to be confirmed.
        if (taken && mayBeEmpty && readPlace(response, *body, profile.password->tokens.accessToken, m_clock.now()).isEmpty())
            return core::ready<SignInOutcome>(core::Error{core::ErrorKind::Rejected, QStringLiteral("email_not_verified"), {}});
        return read(profile, response, {profile.password->tokens, Asked::SignIn, {}}, stop);
    };
    return core::inStep(step, core::chain(send(profile, *request, {}), this, answered));
}

core::Async<SignInOutcome> BackendClient::read(const model::BackendProfile &profile, const net::HttpResponse &response, const Reading &how,
                                               std::stop_token stop)
{
    const QDateTime now = m_clock.now();
    if (std::optional<core::Error> refused = refusalOf(response, profile.errors, how.asked, now))
        return core::ready<SignInOutcome>(*refused);
    const core::Result<QJsonValue> body = jsonOf(response);
    if (!body.ok())
        return core::ready<SignInOutcome>(body.error());
    core::Result<model::TokenSet> tokens = readTokens(response, *body, how.mapping, m_expiryOf, now, profile.access);
    if (!tokens.ok() && tokens.error().code == QLatin1String("token_missing") && !how.session.isEmpty()) {
        model::TokenSet same;
        same.accessToken = how.session;
        same.issuedAt = now;
        tokens = same;
    }
    if (!tokens.ok())
        return core::ready<SignInOutcome>(tokens.error());
    tokens.value().csrfToken = broughtCsrfToken(profile, response, *body, now);
    if (lacksCsrfToken(profile, *tokens))
        return core::ready<SignInOutcome>(core::Error{core::ErrorKind::BadReply, QStringLiteral("csrf_missing"), {}});
    return withIdentity(profile, {std::move(tokens).value(), readIdentity(*body, profile.password->identity, profile.issuer())}, std::move(stop));
}

core::Async<SignInOutcome> BackendClient::withIdentity(const model::BackendProfile &profile, const SignInOutcome &outcome, std::stop_token stop)
{
    if (!outcome.identity.subject.isEmpty())
        return core::ready<SignInOutcome>(outcome);
    return keptOrEnded(profile, outcome.tokens, askIdentity(profile, outcome, std::move(stop)));
}

/// A session of somebody who could not be told is nobody's: it is ended, before that is said.
core::Async<SignInOutcome> BackendClient::keptOrEnded(const model::BackendProfile &profile, const model::TokenSet &tokens,
                                                      const core::Async<SignInOutcome> &outcome)
{
    const core::Promise<SignInOutcome> promise;
    core::whenDone(outcome, this, [this, promise, profile, tokens](const core::Result<SignInOutcome> &known) {
        if (known.ok() || !profile.signOut)
            return promise.finish(known);
        core::whenDone(signOut(profile, tokens), this, [promise, known](const core::Result<void> &) { promise.finish(known); });
    });
    return promise.future();
}

core::Async<SignInOutcome> BackendClient::askIdentity(const model::BackendProfile &profile, const SignInOutcome &outcome, std::stop_token stop)
{
    if (!profile.identity)
        return core::ready<SignInOutcome>(nobodyAt(profile.password ? profile.password->identity : model::IdentityMapping()));
    const QString step = QStringLiteral("identity");
    core::Result<net::HttpRequest> request = buildRequest(profile, *profile.identity, {}, step);
    if (!request.ok())
        return core::ready<SignInOutcome>(core::ofStep(request.error(), step));
    authorize(request.value(), profile.access, outcome.tokens.accessToken);
    request.value().stop = std::move(stop);
    const auto answered = [this, profile, outcome](const net::HttpResponse &response) -> core::Result<SignInOutcome> {
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::FirstUse, m_clock.now()))
            return *refused;
        const core::Result<QJsonValue> body = jsonOf(response);
        if (!body.ok())
            return body.error();
        const model::Identity identity = readIdentity(*body, profile.identityMapping, outcome.identity.issuer);
        if (identity.subject.isEmpty())
            return nobodyAt(profile.identityMapping);
        return SignInOutcome{outcome.tokens, identity};
    };
    return core::inStep(step, core::chain(send(profile, *request, outcome.tokens), this, answered));
}

core::Async<model::TokenSet> BackendClient::refresh(const model::BackendProfile &profile, const model::TokenSet &current, std::stop_token stop)
{
    if (!profile.refresh)
        return core::ready<model::TokenSet>(unsupported(profile, QStringLiteral("refresh")));
    const QString step = QStringLiteral("refresh");
    core::Result<net::HttpRequest> request = requestWithTokens(profile, profile.refresh->endpoint, current, step);
    if (!request.ok())
        return core::ready<model::TokenSet>(core::ofStep(request.error(), step));
    request.value().stop = std::move(stop);
    return core::inStep(step, core::chain(send(profile, *request, current), this, [this, profile, current](const net::HttpResponse &response) {
                            return readRefresh(profile, response, current);
                        }));
}

core::Result<model::TokenSet> BackendClient::readRefresh(const model::BackendProfile &profile, const net::HttpResponse &response,
                                                         const model::TokenSet &current) const
{
    const QDateTime now = m_clock.now();
    if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::Refresh, now, profile.refresh->refusedStatuses))
        return *refused;
    const core::Result<QJsonValue> body = jsonOf(response);
    if (!body.ok())
        return body.error();
    core::Result<model::TokenSet> tokens = readTokens(response, *body, profile.refresh->tokens, m_expiryOf, now, profile.access);
    if (!tokens.ok())
        return tokens;
    // RFC 6749 §6: no new one means the old one goes on. A cookie that is taken back says that the old one is spent, and whoever sends it once more
    // may be taken for a thief (RFC 9700 §4.14.2).
    const model::ValuePlace cookie = model::ValuePlace::cookie(QString::fromLatin1(refreshCookie(profile)));
    if (tokens->refreshToken.isEmpty() && !takesBack(response, cookie, now)) {
        tokens.value().refreshToken = current.refreshToken;
        tokens.value().refreshExpiresAt = current.refreshExpiresAt;
    }
    if (tokens->scopes.isEmpty())
        tokens.value().scopes = current.scopes;
    tokens.value().csrfToken = broughtCsrfToken(profile, response, *body, now);
    if (tokens->csrfToken.isEmpty())
        tokens.value().csrfToken = current.csrfToken;
    return tokens;
}

core::Async<void> BackendClient::signOut(const model::BackendProfile &profile, const model::TokenSet &tokens)
{
    if (!profile.signOut)
        return core::ready<void>(unsupported(profile, QStringLiteral("sign-out")));
    const QString step = QStringLiteral("sign-out");
    core::Result<net::HttpRequest> request = requestWithTokens(profile, *profile.signOut, tokens, step);
    if (!request.ok())
        return core::ready<void>(core::ofStep(request.error(), step));
    if (!tokens.accessToken.isEmpty() && !profile.signOut->bearsRefreshToken)
        authorize(request.value(), profile.access, tokens.accessToken);
    const auto answered = [this, profile](const net::HttpResponse &response) -> core::Result<void> {
        if (sendsOn(response)) // to its front page: websites end a session so
            return {};
        const std::optional<core::Error> refused = refusalOf(response, withoutBody(profile.errors), Asked::Resource, m_clock.now());
        // Refused as unknown: the session is over already, which is what was wanted.
        if (!refused || refused->kind == core::ErrorKind::SignInAgain)
            return {};
        return *refused;
    };
    return core::inStep(step, core::chain(send(profile, *request, tokens), this, answered));
}

} // namespace keyturn::backendapi
