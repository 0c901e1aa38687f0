// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/tokenorigins.h"

#include "accounts/profilefit.h"
#include "core/logging.h"

#include <algorithm>

namespace keyturn::accounts {

namespace {

QString textOf(const net::Origin &origin)
{
    QUrl url;
    url.setScheme(origin.scheme);
    url.setHost(origin.host);
    url.setPort(origin.port);
    return url.toString();
}

QStringList textsOf(const QList<QUrl> &urls)
{
    QStringList texts;
    for (const QUrl &url : urls) {
        if (const net::Origin origin = net::Origin::of(url); origin.isValid() && !texts.contains(textOf(origin)))
            texts.append(textOf(origin));
    }
    return texts;
}

QList<net::Origin> originsOf(const QList<QUrl> &urls)
{
    QList<net::Origin> origins;
    for (const QUrl &url : urls) {
        if (const net::Origin origin = net::Origin::of(url); origin.isValid() && !origins.contains(origin))
            origins.append(origin);
    }
    return origins;
}

template <class Texts> QList<QUrl> urlsOf(const Texts &texts)
{
    return QList<QUrl>(texts.begin(), texts.end());
}

/// What answers with the access token alone.
QList<QUrl> interfacesOf(const model::IdentityProvider &provider)
{
    QList<QUrl> urls = urlsOf(provider.resources);
    urls += provider.emailsEndpoint;
    urls += provider.isDiscovered() ? QUrl(provider.issuer) : provider.endpoints.userinfo;
    return urls;
}

} // namespace

QStringList tokenOrigins(const model::BackendProfile &profile)
{
    return textsOf(QList<QUrl>{profile.baseUrl} + profile.baseUrls.values() + profile.git.addresses);
}

QStringList tokenOrigins(const model::IdentityProvider &provider)
{
    return tokenOrigins(provider, provider.isDiscovered() ? model::OAuthEndpoints() : provider.endpoints);
}

QStringList tokenOrigins(const model::IdentityProvider &provider, const model::OAuthEndpoints &found)
{
    return textsOf(interfacesOf(provider) + QList<QUrl>{found.token, found.revocation, found.userinfo} + provider.git.addresses);
}

QStringList tokenOrigins(const model::BackendProfile &profile, const model::Account &account)
{
    if (account.provider.isEmpty())
        return tokenOrigins(profile);
    const model::IdentityProvider *provider = profile.provider(account.provider);
    return provider ? tokenOrigins(*provider) : QStringList();
}

QList<net::Origin> accessOrigins(const model::BackendProfile &profile, const model::Account &account)
{
    if (!checkFit(account, profile).ok())
        return {};
    if (account.provider.isEmpty())
        return originsOf(urlsOf(tokenOrigins(profile)));
    const model::IdentityProvider *provider = profile.provider(account.provider);
    if (!provider)
        return {};
    QList<QUrl> urls = interfacesOf(*provider);
    // An issuer's own word on where its interfaces are. The embedded one's ports of before may be somebody else's by now.
    if (provider->isDiscovered() && !profile.embedded)
        urls += urlsOf(account.origins);
    return originsOf(urls);
}

void rememberOrigins(storage::AccountStore &accounts, const storage::ProfileStore &profiles)
{
    const core::Result<QList<model::Account>> known = accounts.load();
    if (!known.ok())
        return; // whoever asks for the accounts is told
    const auto lacks = [](const model::Account &account) { return account.origins.isEmpty(); };
    if (std::none_of(known->begin(), known->end(), lacks))
        return;
    const core::Result<void> filled = accounts.updateEach([&](model::Account &account) {
        if (!lacks(account))
            return;
        const core::Result<model::BackendProfile> profile = profiles.find(account.profile);
        if (profile.ok() && checkFit(account, *profile).ok())
            account.origins = tokenOrigins(*profile, account); // none where the embedded backend is not started
    });
    if (!filled.ok())
        qCInfo(core::lcAccounts) << "where the accounts' tokens go could not be noted:" << filled.error().code;
}

} // namespace keyturn::accounts
