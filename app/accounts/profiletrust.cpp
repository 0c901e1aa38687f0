// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profiletrust.h"

#include <algorithm>

namespace keyturn::accounts {

namespace {

QList<net::Origin> originsIn(const model::BackendProfile &profile)
{
    QList<QUrl> urls{profile.baseUrl};
    urls += profile.baseUrls.values();
    for (const model::IdentityProvider &provider : profile.providers) {
        const model::OAuthEndpoints &endpoints = provider.endpoints;
        urls += {QUrl(provider.issuer),         endpoints.token,         endpoints.revocation,   endpoints.userinfo, endpoints.deviceAuthorization,
                 endpoints.pushedAuthorization, endpoints.authorization, provider.emailsEndpoint};
    }
    QList<net::Origin> origins;
    for (const QUrl &url : std::as_const(urls)) {
        if (const net::Origin origin = net::Origin::of(url); origin.isValid() && !origins.contains(origin))
            origins.append(origin);
    }
    return origins;
}

} // namespace

QList<net::OriginTrust> trustOf(const QList<model::BackendProfile> &profiles)
{
    QList<net::OriginTrust> trust;
    for (const model::BackendProfile &profile : profiles) {
        if (profile.caCertificates.isEmpty())
            continue;
        for (const net::Origin &origin : originsIn(profile)) {
            // An authority counts for its own profile: where another profile goes to the same origin without it, it counts for none.
            const bool elsewhere = std::any_of(profiles.begin(), profiles.end(), [&](const model::BackendProfile &other) {
                return other.id != profile.id && other.caCertificates != profile.caCertificates && originsIn(other).contains(origin);
            });
            if (!elsewhere)
                trust.append({origin, profile.caCertificates});
        }
    }
    return trust;
}

} // namespace keyturn::accounts
