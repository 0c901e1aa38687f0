// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/accountcareclient.h"

#include "backendapi/requestbuilder.h"
#include "net/stepupchallenge.h"

namespace keyturn::backendapi {

namespace {

using core::Error;
using core::ErrorKind;

Error unsupported(const QUrl &page)
{
    return {ErrorKind::Configuration, QStringLiteral("verb_unsupported"), page.toString(QUrl::FullyEncoded)};
}

/// What no backend of an interface sends: a page that stands there for whatever nobody has foreseen (FAULTS 33).
std::optional<Error> pageInstead(const net::HttpResponse &response)
{
    const core::Result<QJsonValue> body = jsonOf(response);
    return body.ok() ? std::nullopt : std::optional(body.error());
}

bool blamesToken(const net::HttpResponse &response)
{
    return response.status == 401 && response.header("WWW-Authenticate").contains("invalid_token");
}

} // namespace

/// One verb that answers with nothing but yes or no.
struct AccountCareClient::Question {
    std::optional<model::Endpoint> endpoint;
    QUrl page;
    Placeholders values;
    Asked asked;
    QString purpose;
};

AccountCareClient::AccountCareClient(core::Clock &clock, net::HttpClient &http, ExpiryReader expiryOf, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_expiryOf(std::move(expiryOf)), m_csrf(clock, http)
{ }

core::Async<net::HttpResponse> AccountCareClient::send(const model::BackendProfile &profile, net::HttpRequest request, const model::TokenSet &tokens)
{
    if (!tokens.accessToken.isEmpty())
        authorize(request, profile.access, tokens.accessToken);
    if (!profile.csrf || !isUnsafe(request.method))
        return m_http.send(std::move(request));
    const Asked asked = tokens.accessToken.isEmpty() ? Asked::FirstUse : Asked::Resource;
    return core::chain(m_csrf.fetch(profile, tokens, request.stop, asked), this, [this, request](const CsrfPass &pass) {
        net::HttpRequest protectedRequest = request;
        applyPass(protectedRequest, pass);
        return m_http.send(std::move(protectedRequest));
    });
}

core::Async<void> AccountCareClient::ask(const model::BackendProfile &profile, const Question &question, std::stop_token stop)
{
    if (!question.endpoint)
        return core::ready<void>(unsupported(question.page));
    core::Result<net::HttpRequest> request = buildRequest(profile, *question.endpoint, question.values, question.purpose);
    if (!request.ok())
        return core::ready<void>(core::ofStep(request.error(), question.purpose));
    request.value().stop = std::move(stop);
    const auto answered = [this, profile, asked = question.asked](const net::HttpResponse &response) -> core::Result<void> {
        if (const std::optional<Error> refused = refusalOf(response, withoutBody(profile.errors), asked, m_clock.now()))
            return *refused;
        if (const std::optional<Error> page = pageInstead(response))
            return *page;
        return {};
    };
    return core::inStep(question.purpose, core::chain(send(profile, std::move(request).value(), {}), this, answered));
}

core::Async<PasswordChangeAnswer> AccountCareClient::changePassword(const model::BackendProfile &profile, const model::TokenSet &current,
                                                                    const NewPassword &password, std::stop_token stop)
{
    const model::PasswordChange change = profile.password && profile.password->change ? *profile.password->change : model::PasswordChange{};
    if (!change.endpoint)
        return core::ready<PasswordChangeAnswer>(unsupported(change.page));
    const Placeholders values{{}, {{QStringLiteral("password"), password.present}, {QStringLiteral("newPassword"), password.fresh}}};
    const QString step = QStringLiteral("password change");
    core::Result<net::HttpRequest> request = buildRequest(profile, *change.endpoint, values, step);
    if (!request.ok())
        return core::ready<PasswordChangeAnswer>(core::ofStep(request.error(), step));
    request.value().stop = std::move(stop);
    const auto answered = [this, profile, current](const net::HttpResponse &response) -> core::Result<PasswordChangeAnswer> {
        // Whoever wants a fresher or a stronger proof says nothing of the password (RFC 9470 §3).
        if (const auto challenge = net::stepUpChallengeOf(response))
            return net::stepUpError(*challenge);
        const model::ErrorMapping errors = profile.password->change->tokens ? profile.errors : withoutBody(profile.errors);
        std::optional<Error> refused = refusalOf(response, errors, Asked::SignIn, m_clock.now());
        if (refused && blamesToken(response))
            return Error{ErrorKind::SignInAgain, QStringLiteral("invalid_token"), {}};
        if (refused)
            return *refused;
        if (const std::optional<Error> page = pageInstead(response))
            return *page;
        return readChange(profile, response, current);
    };
    return core::inStep(step, core::chain(send(profile, std::move(request).value(), current), this, answered));
}

PasswordChangeAnswer AccountCareClient::readChange(const model::BackendProfile &profile, const net::HttpResponse &response,
                                                   const model::TokenSet &current) const
{
    const std::optional<model::TokenMapping> &mapping = profile.password->change->tokens;
    if (!mapping)
        return {};
    core::Result<model::TokenSet> tokens = readTokens(response, *jsonOf(response), *mapping, m_expiryOf, m_clock.now(), profile.access);
    if (!tokens.ok())
        return {std::nullopt, core::ofStep(tokens.error(), QStringLiteral("password change"))};
    // As at a refresh: no new one means the old one goes on, unless it is taken back.
    if (tokens->refreshToken.isEmpty() && !takesBack(response, mapping->refreshToken, m_clock.now())) {
        tokens.value().refreshToken = current.refreshToken;
        tokens.value().refreshExpiresAt = current.refreshExpiresAt;
    }
    if (tokens->scopes.isEmpty())
        tokens.value().scopes = current.scopes;
    tokens.value().csrfToken = broughtCsrfToken(profile, response, *jsonOf(response), m_clock.now());
    if (tokens->csrfToken.isEmpty())
        tokens.value().csrfToken = current.csrfToken;
    return {*tokens, std::nullopt};
}

core::Async<void> AccountCareClient::requestReset(const model::BackendProfile &profile, const QString &user, std::stop_token stop)
{
    const model::PasswordReset reset = profile.password && profile.password->reset ? *profile.password->reset : model::PasswordReset{};
    return ask(profile, {reset.request, reset.page, {{{QStringLiteral("user"), user}}, {}}, Asked::SignIn, QStringLiteral("password reset")},
               std::move(stop));
}

core::Async<void> AccountCareClient::confirmReset(const model::BackendProfile &profile, const QString &user, const core::Secret &code,
                                                  const core::Secret &fresh, std::stop_token stop)
{
    const model::PasswordReset reset = profile.password && profile.password->reset ? *profile.password->reset : model::PasswordReset{};
    const Placeholders values{{{QStringLiteral("user"), user}}, {{QStringLiteral("code"), code}, {QStringLiteral("newPassword"), fresh}}};
    return ask(profile, {reset.confirm, reset.page, values, Asked::Code, QStringLiteral("password reset")}, std::move(stop));
}

core::Async<void> AccountCareClient::resendVerification(const model::BackendProfile &profile, const QString &user, std::stop_token stop)
{
    const model::EmailVerification verification =
        profile.password && profile.password->emailVerification ? *profile.password->emailVerification : model::EmailVerification{};
    return ask(profile,
               {verification.resend, verification.page, {{{QStringLiteral("user"), user}}, {}}, Asked::SignIn, QStringLiteral("e-mail verification")},
               std::move(stop));
}

core::Async<void> AccountCareClient::confirmVerification(const model::BackendProfile &profile, const QString &user, const core::Secret &code,
                                                         std::stop_token stop)
{
    const model::EmailVerification verification =
        profile.password && profile.password->emailVerification ? *profile.password->emailVerification : model::EmailVerification{};
    const Placeholders values{{{QStringLiteral("user"), user}}, {{QStringLiteral("code"), code}}};
    return ask(profile, {verification.confirm, verification.page, values, Asked::Code, QStringLiteral("e-mail verification")}, std::move(stop));
}

} // namespace keyturn::backendapi
