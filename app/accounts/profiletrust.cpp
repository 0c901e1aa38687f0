// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profiletrust.h"

namespace keyturn::accounts {

QList<net::OriginTrust> trustOf(const QList<model::BackendProfile> &profiles)
{
    QList<net::OriginTrust> trust;
    for (const model::BackendProfile &profile : profiles) {
        if (profile.caCertificates.isEmpty())
            continue;
        QList<QUrl> urls{profile.baseUrl};
        urls += profile.baseUrls.values();
        for (const model::IdentityProvider &provider : profile.providers)
            urls += {QUrl(provider.issuer), provider.endpoints.token, provider.endpoints.revocation, provider.endpoints.userinfo};
        for (const QUrl &url : urls) {
            if (const net::Origin origin = net::Origin::of(url); origin.isValid())
                trust.append({origin, profile.caCertificates});
        }
    }
    return trust;
}

} // namespace keyturn::accounts
