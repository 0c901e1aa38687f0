// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/profilekeeping.h"

#include "accounts/profilefit.h"
#include "composition/profiles/certificates.h"
#include "model/profilereader.h"

#include <algorithm>

namespace keyturn::composition {

namespace {

core::Error refusal(const char *code, const QList<model::Account> &users)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), namesOf(users).join(QLatin1String(", "))};
}

/// Every address that a password, code or token goes to. A path below a base counts as that base.
QStringList destinationsOf(const model::BackendProfile &profile)
{
    QStringList found;
    if (!profile.embedded) // its address is told by the backend itself, on whatever port the system gave it
        found += profile.baseUrl.toString();
    for (const QUrl &base : profile.baseUrls)
        found += base.toString();
    for (const model::IdentityProvider &provider : profile.providers) {
        const QString whose = provider.id.toString() + u' ';
        found += whose + (profile.embedded ? accounts::withoutPort(provider.issuer) : provider.issuer);
        for (const QUrl &url :
             {provider.endpoints.authorization, provider.endpoints.token, provider.endpoints.revocation, provider.endpoints.userinfo,
              provider.endpoints.deviceAuthorization, provider.endpoints.pushedAuthorization, provider.endpoints.endSession, provider.emailsEndpoint})
            found += url.isEmpty() ? QString() : whose + url.toString();
    }
    found.removeAll(QString());
    return found;
}

bool hasWayOf(const model::Account &account, const model::BackendProfile &profile)
{
    return account.provider.isEmpty() ? profile.password.has_value() : profile.provider(account.provider) != nullptr;
}

} // namespace

QList<model::Account> usersOf(const QList<model::Account> &accounts, const model::ProfileId &id)
{
    QList<model::Account> users;
    std::copy_if(accounts.begin(), accounts.end(), std::back_inserter(users), [&id](const model::Account &account) { return account.profile == id; });
    return users;
}

QStringList namesOf(const QList<model::Account> &accounts)
{
    QStringList names;
    for (const model::Account &account : accounts)
        names += !account.label.isEmpty() ? account.label : !account.identity.email.isEmpty() ? account.identity.email : account.id.toString();
    return names;
}

bool sendsElsewhere(const model::BackendProfile &before, const model::BackendProfile &after)
{
    if (before.embedded != after.embedded)
        return true;
    if (!after.caCertificates.isEmpty() && after.caCertificates != before.caCertificates)
        return true;
    const QStringList known = destinationsOf(before);
    const QStringList now = destinationsOf(after);
    return std::any_of(now.begin(), now.end(), [&known](const QString &one) { return !known.contains(one); });
}

namespace {

core::Result<void> mayReplace(const QList<model::Account> &users, const std::optional<model::BackendProfile> &before,
                              const model::BackendProfile &after)
{
    QList<model::Account> elsewhere;
    QList<model::Account> stranded;
    for (const model::Account &account : users) {
        if (!before || sendsElsewhere(*before, after) || !accounts::checkFit(account, after).ok())
            elsewhere += account;
        else if (!hasWayOf(account, after))
            stranded += account;
    }
    if (!elsewhere.isEmpty())
        return refusal("profile_would_change", elsewhere);
    return stranded.isEmpty() ? core::Result<void>() : refusal("profile_in_use", stranded);
}

std::optional<model::BackendProfile> known(Keyturn &core, const model::ProfileId &id)
{
    const core::Result<model::BackendProfile> found = core.profiles().find(id);
    return found.ok() ? std::optional(*found) : std::nullopt;
}

} // namespace

core::Result<storage::AddedProfile> keepProfile(Keyturn &core, const QByteArray &json, Consent consent)
{
    const core::Result<model::BackendProfile> read = model::readProfile(json, core.backend().lastUrl());
    if (read.ok()) {
        if (const core::Result<void> certificates = checkCertificates(*read); !certificates.ok())
            return certificates.error();
    }
    if (read.ok() && consent == Consent::NotAsked) {
        if (const core::Result<void> current = core.accounts().reload(); !current.ok())
            return current.error();
        const core::Result<void> may = mayReplace(usersOf(core.accounts().accounts(), read->id), known(core, read->id), *read);
        if (!may.ok())
            return may.error();
    }
    core::Result<storage::AddedProfile> added = core.profiles().add(json); // it says what is wrong with one that could not be read
    if (added.ok())
        core.reloadProfiles();
    return added;
}

core::Result<void> dropProfile(Keyturn &core, const model::ProfileId &id, Consent consent)
{
    if (consent == Consent::NotAsked) {
        if (const core::Result<void> current = core.accounts().reload(); !current.ok())
            return current;
        if (const QList<model::Account> users = usersOf(core.accounts().accounts(), id); !users.isEmpty())
            return refusal("profile_in_use", users);
    }
    const core::Result<void> removed = core.profiles().remove(id);
    if (removed.ok())
        core.reloadProfiles();
    return removed;
}

} // namespace keyturn::composition
