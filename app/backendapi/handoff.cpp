// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"
#include "backendapi/requestbuilder.h"

/// What a sign-in that the backend ran at a provider itself becomes (resources/profiles/HANDOFF.md).
namespace keyturn::backendapi {

core::Result<QUrl> handoffStart(const model::BackendProfile &profile, const model::Handoff &handoff)
{
    model::Endpoint start;
    start.path = handoff.start;
    const core::Result<net::HttpRequest> request = buildRequest(profile, start, {}, QStringLiteral("handoff"));
    return request.ok() ? core::Result<QUrl>(request->url) : core::Result<QUrl>(request.error());
}

core::Async<SignInOutcome> BackendClient::redeemHandoff(const model::BackendProfile &profile, const model::Handoff &handoff,
                                                        const HandoffGrant &grant, std::stop_token stop)
{
    const Placeholders values{{{QStringLiteral("redirectUri"), grant.redirectUri}},
                              {{QStringLiteral("code"), grant.code}, {QStringLiteral("codeVerifier"), grant.codeVerifier}}};
    const QString step = QStringLiteral("handoff");
    core::Result<net::HttpRequest> request = buildRequest(profile, *handoff.exchange, values, step);
    if (!request.ok())
        return core::ready<SignInOutcome>(core::ofStep(request.error(), step));
    request.value().stop = stop;
    request.value().cannotWait = true; // a code lives for a minute
    const auto answered = [this, profile, handoff, stop](const net::HttpResponse &response) -> core::Async<SignInOutcome> {
        const QDateTime now = m_clock.now();
        if (const std::optional<core::Error> refused = refusalOf(response, profile.errors, Asked::SignIn, now))
            return core::ready<SignInOutcome>(*refused);
        const core::Result<QJsonValue> body = jsonOf(response);
        if (!body.ok())
            return core::ready<SignInOutcome>(body.error());
        core::Result<model::TokenSet> tokens = readTokens(response, *body, handoff.tokens, m_expiryOf, now, profile.access);
        if (!tokens.ok())
            return core::ready<SignInOutcome>(tokens.error());
        tokens.value().csrfToken = broughtCsrfToken(profile, response, *body, now);
        if (lacksCsrfToken(profile, *tokens))
            return core::ready<SignInOutcome>(core::Error{core::ErrorKind::BadReply, QStringLiteral("csrf_missing"), {}});
        const SignInOutcome outcome{std::move(tokens).value(), readIdentity(*body, handoff.identity, profile.issuer())};
        return withIdentity(profile, outcome, stop);
    };
    return core::inStep(step, core::chain(send(profile, *request, {}), this, answered));
}

core::Async<SignInOutcome> BackendClient::adoptToken(const model::BackendProfile &profile, const core::Secret &accessToken, std::stop_token stop)
{
    model::TokenSet tokens;
    tokens.issuedAt = m_clock.now();
    tokens.accessToken = accessToken;
    tokens.accessExpiresAt = m_expiryOf(accessToken);
    model::Identity unknown;
    unknown.issuer = profile.issuer();
    // Whose it is nobody knows then, and anybody may have sent it: it is not ours to end.
    return askIdentity(profile, {std::move(tokens), std::move(unknown)}, std::move(stop));
}

} // namespace keyturn::backendapi
