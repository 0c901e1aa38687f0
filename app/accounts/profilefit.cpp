// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profilefit.h"

#include "accounts/tokenorigins.h"

#include <QUrl>

#include <algorithm>

namespace keyturn::accounts {

namespace {

QString withoutSlash(const QString &issuer)
{
    return issuer.endsWith(u'/') ? issuer.chopped(1) : issuer;
}

/// The embedded backend's port is whichever the system gives it; on this computer it is the same one all the same.
bool isKnown(const QString &origin, const model::Account &account, bool embedded)
{
    if (account.origins.contains(origin))
        return true;
    const net::Origin now = net::Origin::of(QUrl(origin));
    return embedded && now.isLoopback() && std::any_of(account.origins.begin(), account.origins.end(), [&now](const QString &one) {
               const net::Origin known = net::Origin::of(QUrl(one));
               return known.scheme == now.scheme && known.host == now.host;
           });
}

core::Error changed(const QString &known, const QString &now)
{
    return {core::ErrorKind::Configuration, QStringLiteral("profile_changed"), QStringLiteral("%1, now %2").arg(known, now)};
}

} // namespace

QString withoutPort(const QString &issuer)
{
    QUrl url(issuer);
    url.setPort(-1);
    return url.toString();
}

bool isSameIssuer(const QString &a, const QString &b, bool embedded)
{
    return withoutSlash(a) == withoutSlash(b) || (embedded && withoutPort(withoutSlash(a)) == withoutPort(withoutSlash(b)));
}

core::Result<void> checkFit(const model::Account &account, const model::BackendProfile &profile)
{
    const model::IdentityProvider *provider = account.provider.isEmpty() ? nullptr : profile.provider(account.provider);
    if (!account.provider.isEmpty() && !provider)
        return {}; // whoever looks for it says so
    const QString &known = account.identity.issuer;
    const QString now = provider ? provider->issuer : profile.issuer();
    const bool unknown = known.isEmpty() || (profile.embedded && now.isEmpty()); // the embedded backend is not started
    if (!unknown && !isSameIssuer(known, now, profile.embedded))
        return changed(known, now);
    // The name alone says nothing of where plain OAuth 2 sends a token, nor of a backend's further addresses.
    if (account.origins.isEmpty())
        return {};
    for (const QString &origin : tokenOrigins(profile, account)) {
        if (!isKnown(origin, account, profile.embedded))
            return changed(account.origins.join(u' '), origin);
    }
    return {};
}

} // namespace keyturn::accounts
