// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokenendpoint.h"

#include "model/profilechecks.h"
#include "oauth/clientfields.h"
#include "oauth/clientrequest.h"
#include "oauth/form.h"
#include "oauth/refreshedidtoken.h"
#include "oauth/tokenresponse.h"

#include <QJsonDocument>

namespace keyturn::oauth {

namespace {

core::Secret fixed(const char *text)
{
    return core::Secret(QByteArrayView(text));
}

/// @p fresh as the account is to have it: RFC 6749 §6 lets a server leave the refresh token as it is (FAULTS 50).
model::TokenSet whole(model::TokenSet fresh, const model::TokenSet &current)
{
    if (fresh.refreshToken.isEmpty()) {
        fresh.refreshToken = current.refreshToken;
        fresh.refreshExpiresAt = current.refreshExpiresAt;
    }
    return fresh;
}

/// The tokens with the ID token to keep, or why nobody may have them. By then the refresh token is spent: to try again with it would look like theft
/// to a server that rotates, so that only a new sign-in helps.
core::Result<model::TokenSet> checked(model::TokenSet fresh, const model::TokenSet &current, const model::IdentityProvider &provider,
                                      const KeyBinding &binding)
{
    if (std::optional<core::Error> problem = binding.objectionTo(fresh)) {
        problem->kind = core::ErrorKind::SignInAgain;
        return *problem;
    }
    const core::Result<core::Secret> idToken = idTokenAfterRefresh(current.idToken, fresh.idToken, provider);
    if (!idToken.ok())
        return idToken.error();
    fresh.idToken = *idToken;
    return fresh;
}

/// GitHub's own address for it, which names the application (https://docs.github.com/en/rest/apps/oauth-applications, "Delete an app token").
bool isGitHubs(const QUrl &revocation)
{
    return revocation.path().contains(QLatin1String("/applications/")) && revocation.path().endsWith(QLatin1String("/token"));
}

/// Basic with id and secret, as GitHub documents it. The simulated one on this computer takes the token itself from a client that has no secret.
QByteArray githubAuthorization(const model::IdentityProvider &provider, const core::Secret &accessToken)
{
    if (provider.clientSecret.isEmpty())
        return "Bearer " + accessToken.reveal().toByteArray();
    return "Basic " + (provider.clientId.toUtf8() + ':' + provider.clientSecret.reveal().toByteArray()).toBase64();
}

/// GitHub ends an app's token by DELETE with the token in a JSON body.
net::HttpRequest githubRevocation(const QUrl &url, const model::IdentityProvider &provider, const core::Secret &accessToken)
{
    net::HttpRequest request;
    request.method = "DELETE";
    request.url = url;
    request.headers = {
        {"Content-Type", "application/json"}, {"Accept", "application/json"}, {"Authorization", githubAuthorization(provider, accessToken)}};
    const QJsonObject body{{QStringLiteral("access_token"), QString::fromLatin1(accessToken.reveal())}};
    request.body = core::Secret::take(QJsonDocument(body).toJson(QJsonDocument::Compact));
    request.purpose = QStringLiteral("revocation");
    return request;
}

QUrl withClientId(const QUrl &url, const QString &clientId)
{
    return QUrl::fromEncoded(url.toEncoded().replace("%7BclientId%7D", QUrl::toPercentEncoding(clientId)), QUrl::StrictMode);
}

net::HttpRequest revocation(const QUrl &url, const ProviderMetadata &metadata, const model::IdentityProvider &provider, const model::TokenSet &tokens)
{
    if (isGitHubs(url))
        return githubRevocation(url, provider, tokens.accessToken);
    // RFC 7009 §2.1: the refresh token takes the access tokens of its grant with it.
    const bool refresh = tokens.canRefresh();
    const QList<FormField> fields{{"token", refresh ? tokens.refreshToken : tokens.accessToken},
                                  {"token_type_hint", fixed(refresh ? "refresh_token" : "access_token")}};
    return clientRequest(url, fields, provider, metadata, QStringLiteral("revocation"), {});
}

/// That it is gone already is all that was wanted: Google's 400 (RFC 7009 §2.2 would have it a 200), and GitHub's 404, which it answers to who has
/// proved to be the app. Where there is a refresh token, GitHub's may mean that the access token alone has run out.
bool isGone(const core::Error &refusal, const net::HttpResponse &response, bool atGitHub, bool canRefresh)
{
    return refusal.code == QLatin1String("invalid_token") || (atGitHub && !canRefresh && response.status == 404);
}

core::Result<void> readRevocation(const net::HttpResponse &response, const QDateTime &now, bool atGitHub, bool canRefresh)
{
    // RFC 7009 §2.2: an unknown token is answered with 200 too, for it is gone either way.
    const std::optional<core::Error> refusal = readRefusal(response, now);
    if (!refusal || isGone(*refusal, response, atGitHub, canRefresh))
        return {};
    // Some want a secret of every client here, and say no without RFC 6749's error object (glewlwyd).
    if (refusal->kind == core::ErrorKind::BadReply && response.status >= 400 && response.status < 500)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("revocation_refused"), QStringLiteral("status %1").arg(response.status)};
    return *refusal;
}

} // namespace

core::Async<model::TokenSet> refreshTokens(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                           const model::IdentityProvider &provider, const model::TokenSet &current, const KeyBinding &binding,
                                           QObject *context, std::stop_token stop)
{
    if (!current.canRefresh())
        return core::ready(core::Result<model::TokenSet>(
            core::Error{core::ErrorKind::SignInAgain, QStringLiteral("no_refresh_token"), QStringLiteral("the provider gave none")}));
    const QList<FormField> fields{{"grant_type", fixed("refresh_token")}, {"refresh_token", current.refreshToken}};
    const QString step = QStringLiteral("refresh");
    net::HttpRequest request = clientRequest(metadata.endpoints.token, fields + resourceFields(provider), provider, metadata, step, std::move(stop));
    const auto read = [&http, &clock, metadata, provider, current, binding, context](const net::HttpResponse &response) {
        const core::Result<model::TokenSet> answer = readTokenResponse(response, current.scopes, clock.now(), binding);
        if (!answer.ok())
            return core::ready(answer);
        const model::TokenSet fresh = whole(*answer, current);
        const core::Result<model::TokenSet> kept = checked(fresh, current, provider, binding);
        if (kept.ok())
            return core::ready(kept);
        const core::Promise<model::TokenSet> promise;
        core::whenDone(revokeTokens(http, clock, metadata, provider, fresh, context), context, [promise, kept](const core::Result<void> &) {
            promise.finish(kept); // they are given back as far as the provider takes them
        });
        return promise.future();
    };
    return core::inStep(step, core::chain(http.send(std::move(request)), context, read));
}

core::Async<model::TokenSet> redeemDeviceCode(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                              const model::IdentityProvider &provider, const core::Secret &deviceCode, const KeyBinding &binding,
                                              QObject *context, std::stop_token stop)
{
    const QList<FormField> fields{{"grant_type", fixed("urn:ietf:params:oauth:grant-type:device_code")}, {"device_code", deviceCode}};
    const QString step = QStringLiteral("token");
    net::HttpRequest request = clientRequest(metadata.endpoints.token, fields + resourceFields(provider), provider, metadata, step, std::move(stop));
    return core::inStep(
        step,
        core::chain(http.send(std::move(request)), context, [&clock, scopes = requestedScopes(provider), binding](const net::HttpResponse &response) {
            return readTokenResponse(response, scopes, clock.now(), binding);
        }));
}

core::Async<void> revokeTokens(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata, const model::IdentityProvider &provider,
                               const model::TokenSet &tokens, QObject *context)
{
    const QUrl url = withClientId(metadata.endpoints.revocation, provider.clientId);
    if (url.isEmpty())
        return core::ready(core::Result<void>(core::Error{core::ErrorKind::Rejected, QStringLiteral("revocation_unsupported"),
                                                          QStringLiteral("the provider has no revocation endpoint")}));
    const bool atGitHub = isGitHubs(url);
    if (atGitHub && provider.clientSecret.isEmpty() && !model::isLoopback(url))
        return core::ready(core::Result<void>(core::Error{core::ErrorKind::Rejected, QStringLiteral("revocation_needs_secret"),
                                                          QStringLiteral("the provider takes it from a client with a secret alone")}));
    return core::inStep(QStringLiteral("revocation"),
                        core::chain(http.send(revocation(url, metadata, provider, tokens)), context,
                                    [&clock, atGitHub, canRefresh = tokens.canRefresh()](const net::HttpResponse &response) {
                                        return readRevocation(response, clock.now(), atGitHub, canRefresh);
                                    }));
}

} // namespace keyturn::oauth
