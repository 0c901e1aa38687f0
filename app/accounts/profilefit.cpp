// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profilefit.h"

#include <QUrl>

namespace keyturn::accounts {

namespace {

QString withoutSlash(const QString &issuer)
{
    return issuer.endsWith(u'/') ? issuer.chopped(1) : issuer;
}

} // namespace

QString withoutPort(const QString &issuer)
{
    QUrl url(issuer);
    url.setPort(-1);
    return url.toString();
}

core::Result<void> checkFit(const model::Account &account, const model::BackendProfile &profile)
{
    const model::IdentityProvider *provider = account.provider.isEmpty() ? nullptr : profile.provider(account.provider);
    if (!account.provider.isEmpty() && !provider)
        return {}; // whoever looks for it says so
    const QString known = withoutSlash(account.identity.issuer);
    const QString now = withoutSlash(provider ? provider->issuer : profile.baseUrl.toString());
    const bool unknown = known.isEmpty() || (profile.embedded && now.isEmpty()); // the embedded backend is not started
    if (unknown || known == now || (profile.embedded && withoutPort(known) == withoutPort(now)))
        return {};
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_changed"), QStringLiteral("%1, now %2").arg(known, now)};
}

} // namespace keyturn::accounts
