// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/gitfit.h"

#include "accounts/profilefit.h"
#include "accounts/tokenorigins.h"

#include <algorithm>

namespace keyturn::accounts {

namespace {

const model::GitUse &useOf(const model::BackendProfile &profile, const model::Account &account)
{
    const model::IdentityProvider *provider = profile.provider(account.provider);
    return provider ? provider->git : profile.git;
}

/// `/team` holds `/team` and `/team/one.git`, and not `/teams`.
bool isBelow(const QString &path, const QString &prefix)
{
    QString whole = prefix;
    while (whole.endsWith(u'/'))
        whole.chop(1);
    return whole.isEmpty() || path == whole || path.startsWith(whole + u'/');
}

bool holds(const QUrl &address, const QUrl &remote)
{
    const QString path = remote.path(QUrl::FullyDecoded);
    // A path that climbs names another place than it begins with.
    if (path.split(u'/').contains(QLatin1String("..")))
        return false;
    return net::Origin::of(address) == net::Origin::of(remote) && isBelow(path, address.path(QUrl::FullyDecoded));
}

} // namespace

bool fitsGit(const model::BackendProfile &profile, const model::Account &account, const QUrl &remote)
{
    const net::Origin origin = net::Origin::of(remote);
    const bool safe = origin.scheme == QLatin1String("https") || (origin.scheme == QLatin1String("http") && origin.isLoopback());
    const bool asCookie = account.provider.isEmpty() && !profile.access.cookieNames().isEmpty();
    if (!safe || asCookie || !checkFit(account, profile).ok() || (!account.provider.isEmpty() && !profile.provider(account.provider)))
        return false;
    const QList<QUrl> &addresses = useOf(profile, account).addresses;
    if (addresses.isEmpty())
        return accessOrigins(profile, account).contains(origin);
    return std::any_of(addresses.begin(), addresses.end(), [&remote](const QUrl &address) { return holds(address, remote); });
}

bool isGitUser(const model::BackendProfile &profile, const model::Account &account, const QString &username)
{
    const QStringList names{account.identity.email, account.identity.name, account.identity.subject,
                            account.label,          account.id.toString(), useOf(profile, account).username};
    return username.isEmpty() || names.contains(username, Qt::CaseInsensitive);
}

QString gitUsername(const model::BackendProfile &profile, const model::Account &account, const QString &asked)
{
    for (const QString &name : {useOf(profile, account).username, asked, account.identity.email}) {
        if (!name.isEmpty())
            return name;
    }
    return account.identity.subject;
}

} // namespace keyturn::accounts
