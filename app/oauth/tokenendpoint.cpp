// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokenendpoint.h"

#include "core/json.h"
#include "jose/jwt.h"
#include "model/profilechecks.h"
#include "oauth/clientfields.h"
#include "oauth/form.h"
#include "oauth/tokenresponse.h"

#include <QJsonDocument>

namespace keyturn::oauth {

namespace {

net::HttpRequest post(const QUrl &url, const QList<FormField> &fields, const QString &purpose, std::stop_token stop)
{
    net::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body = writeForm(fields);
    request.maxBodyBytes = maxTokenResponseBytes;
    request.purpose = purpose;
    request.stop = std::move(stop);
    return request;
}

core::Secret fixed(const char *text)
{
    return core::Secret(QByteArrayView(text));
}

/// A provider on this computer may have another port than at the sign-in; whether an account may follow it there, accounts/profilefit.h says.
bool isSameIssuer(const QJsonValue &before, const QJsonValue &after)
{
    if (before == after)
        return true;
    QUrl old(before.toString());
    QUrl fresh(after.toString());
    if (!before.isString() || !after.isString() || !model::isLoopback(old))
        return false;
    old.setPort(-1);
    fresh.setPort(-1);
    return old == fresh;
}

/// OpenID Connect Core §12.2: an ID token that comes with a refresh must be about the same person from the same issuer. It came from the token
/// endpoint over TLS, which may stand for its signature (§3.1.3.7, point 6); it is kept, but nobody is identified by it.
core::Result<core::Secret> newerIdToken(const core::Secret &old, const core::Secret &fresh)
{
    if (fresh.isEmpty() || old.isEmpty())
        return old;
    const core::Result<jose::Jwt> before = jose::readJwt(old);
    const core::Result<jose::Jwt> after = jose::readJwt(fresh);
    if (!before.ok() || !after.ok())
        return old;
    const auto changed = [](const QString &name) {
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("id_token_subject"),
                           QStringLiteral("%1 of the ID token changed with the refresh").arg(name)};
    };
    const QString iss = QStringLiteral("iss");
    const QString sub = QStringLiteral("sub");
    if (!isSameIssuer(before->claims.value(iss), after->claims.value(iss)))
        return changed(iss);
    if (before->claims.value(sub) != after->claims.value(sub))
        return changed(sub);
    return fresh;
}

core::Result<model::TokenSet> completed(model::TokenSet fresh, const model::TokenSet &current)
{
    // RFC 6749 §6: a server may leave the refresh token as it is (FAULTS 50).
    if (fresh.refreshToken.isEmpty()) {
        fresh.refreshToken = current.refreshToken;
        fresh.refreshExpiresAt = current.refreshExpiresAt;
    }
    core::Result<core::Secret> idToken = newerIdToken(current.idToken, fresh.idToken);
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

net::HttpRequest revocation(const QUrl &url, const model::IdentityProvider &provider, const model::TokenSet &tokens)
{
    if (isGitHubs(url))
        return githubRevocation(url, provider, tokens.accessToken);
    // RFC 7009 §2.1: the refresh token takes the access tokens of its grant with it.
    const bool refresh = tokens.canRefresh();
    const QList<FormField> fields{{"token", refresh ? tokens.refreshToken : tokens.accessToken},
                                  {"token_type_hint", fixed(refresh ? "refresh_token" : "access_token")}};
    return post(url, fields + clientFields(provider), QStringLiteral("revocation"), {});
}

/// That it is gone already is all that was wanted: Google's 400 (RFC 7009 §2.2 would have it a 200), and GitHub's 404, which it answers to who has
/// proved to be the app. Where there is a refresh token, GitHub's may mean that the access token alone has run out.
bool isGone(const core::Error &refusal, const net::HttpResponse &response, bool atGitHub, bool canRefresh)
{
    return refusal.code == QLatin1String("invalid_token") || (atGitHub && !canRefresh && response.status == 404);
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
    net::HttpRequest request =
        post(metadata.endpoints.token, fields + clientFields(provider) + resourceFields(provider), QStringLiteral("refresh"), std::move(stop));
    return core::chain(http.send(std::move(request)), context,
                       [&clock, current, binding](const net::HttpResponse &response) -> core::Result<model::TokenSet> {
                           core::Result<model::TokenSet> fresh = readTokenResponse(response, current.scopes, clock.now(), binding);
                           return fresh.ok() ? completed(*fresh, current) : fresh;
                       });
}

core::Async<model::TokenSet> redeemDeviceCode(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                              const model::IdentityProvider &provider, const core::Secret &deviceCode, const KeyBinding &binding,
                                              QObject *context, std::stop_token stop)
{
    const QList<FormField> fields{{"grant_type", fixed("urn:ietf:params:oauth:grant-type:device_code")}, {"device_code", deviceCode}};
    net::HttpRequest request =
        post(metadata.endpoints.token, fields + clientFields(provider) + resourceFields(provider), QStringLiteral("token"), std::move(stop));
    return core::chain(http.send(std::move(request)), context,
                       [&clock, scopes = requestedScopes(provider), binding](const net::HttpResponse &response) {
                           return readTokenResponse(response, scopes, clock.now(), binding);
                       });
}

core::Async<void> revokeTokens(net::HttpClient &http, const ProviderMetadata &metadata, const model::IdentityProvider &provider,
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
    return core::chain(
        http.send(revocation(url, provider, tokens)), context,
        [atGitHub, canRefresh = tokens.canRefresh()](const net::HttpResponse &response) -> core::Result<void> {
            // RFC 7009 §2.2: an unknown token is answered with 200 too, for it is gone either way.
            const std::optional<core::Error> refusal = readRefusal(response, {});
            if (!refusal || isGone(*refusal, response, atGitHub, canRefresh))
                return {};
            // Some want a secret of every client here, and say no without RFC 6749's error object (glewlwyd).
            if (refusal->kind == core::ErrorKind::BadReply && response.status >= 400 && response.status < 500)
                return core::Error{core::ErrorKind::Rejected, QStringLiteral("revocation_refused"), QStringLiteral("status %1").arg(response.status)};
            return *refusal;
        });
}

} // namespace keyturn::oauth
