// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/profilewords.h"
#include "cli/table.h"
#include "composition/profiles/clientsource.h"
#include "model/profilechecks.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

using composition::ClientOrigin;
using composition::KnownClient;

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

QString originCode(ClientOrigin origin)
{
    switch (origin) {
    case ClientOrigin::Nobody:
        return QStringLiteral("nobody");
    case ClientOrigin::Build:
        return QStringLiteral("build");
    case ClientOrigin::Own:
        return QStringLiteral("own");
    case ClientOrigin::Policy:
        return QStringLiteral("policy");
    }
    return {};
}

QString originWord(ClientOrigin origin)
{
    switch (origin) {
    case ClientOrigin::Nobody:
        return tr("nobody yet");
    case ClientOrigin::Build:
        return tr("the program");
    case ClientOrigin::Own:
        return tr("you");
    case ClientOrigin::Policy:
        return tr("the administrator");
    }
    return {};
}

KnownClient known(const Invocation &invocation, const QString &name)
{
    return composition::knownClient(invocation.core.paths(), invocation.core.settings(), name);
}

/// Those that somebody has said, and those that a profile still lacks.
QStringList clientNames(const Invocation &invocation)
{
    QStringList names = storage::builtInClients().keys();
    if (const core::Result<storage::Settings> settings = invocation.core.settings().load(); settings.ok())
        names += settings->clientIds.keys();
    for (const QString &folder : invocation.core.paths().systemConfig) {
        if (const core::Result<storage::ClientRegistrations> policy = storage::policyClients(folder); policy.ok())
            names += policy->keys();
    }
    for (const storage::StoredProfile &stored : invocation.core.profiles().profiles()) {
        for (const model::IdentityProvider &provider : stored.profile.providers)
            names += provider.missingClient();
    }
    names.removeAll(QString());
    names.removeDuplicates();
    names.sort();
    return names;
}

core::Result<int> list(const Invocation &invocation, const QStringList &names)
{
    QJsonArray clients;
    QList<QStringList> rows{{tr("NAME"), tr("CLIENT ID"), tr("SECRET"), tr("SAID BY")}};
    for (const QString &name : names) {
        const KnownClient client = known(invocation, name);
        const bool hasSecret = !client.registration.clientSecret.isEmpty();
        QJsonObject object{
            {QStringLiteral("name"), name}, {QStringLiteral("hasSecret"), hasSecret}, {QStringLiteral("origin"), originCode(client.origin)}};
        if (!client.registration.clientId.isEmpty())
            object.insert(QStringLiteral("clientId"), client.registration.clientId);
        clients.append(object);
        rows += {printable(name), printable(client.registration.clientId), hasSecret ? tr("yes") : QString(), originWord(client.origin)};
    }
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("clients"), clients}});
    else
        invocation.terminal.line(alignedTable(rows));
    return int(Done);
}

core::Result<int> keep(const Invocation &invocation, const QString &name, const storage::ClientRegistration &registration)
{
    const core::Result<void> kept = composition::rememberClient(invocation.core.paths(), invocation.core.settings(), name, registration);
    if (!kept.ok())
        return kept.error();
    invocation.core.reloadProfiles();
    return list(invocation, {name});
}

/// What a registration cannot do without its secret, by the providers that come with the program.
QString withoutSecret(const QString &name)
{
    if (name == QLatin1String("google"))
        return tr("Google refuses a desktop client without its secret. Give it, as the console shows it beside the id: keyturn-cli profiles client "
                  "google --client-id ID --client-secret-stdin");
    if (name == QLatin1String("github"))
        return tr("Without a secret GitHub takes only sign-ins with a code on another device, so turn the device flow on there, and it lets no "
                  "program end a sign-in.");
    return {};
}

core::Result<int> set(const Invocation &invocation, const QString &name)
{
    storage::ClientRegistration registration{invocation.options.value(QStringLiteral("client-id")).trimmed(), {}};
    if (registration.clientId.isEmpty())
        return usageError(tr("--client-id wants the id that the provider has given."));
    if (invocation.options.isSet(QStringLiteral("client-secret-stdin"))) {
        const core::Result<core::Secret> secret = Terminal::readSecretLine(0);
        if (!secret.ok())
            return secret.error();
        registration.clientSecret = QString::fromUtf8(secret->reveal());
    } else if (const KnownClient before = known(invocation, name);
               before.origin == ClientOrigin::Own && before.registration.clientId == registration.clientId) {
        registration.clientSecret = before.registration.clientSecret; // it is the same client's
    }
    const core::Result<int> kept = keep(invocation, name, registration);
    if (kept.ok() && registration.clientSecret.isEmpty()) {
        if (const QString lack = withoutSecret(name); !lack.isEmpty())
            invocation.terminal.say(lack);
    }
    return kept;
}

} // namespace

core::Result<int> clientOfProfiles(const Invocation &invocation, const QString &name)
{
    const QCommandLineParser &options = invocation.options;
    const bool sets = options.isSet(QStringLiteral("client-id"));
    const bool removes = options.isSet(QStringLiteral("remove"));
    if ((sets && removes) || (options.isSet(QStringLiteral("client-secret-stdin")) && !sets) || (name.isEmpty() && (sets || removes)))
        return usageError(tr("client, client NAME, client NAME --client-id ID [--client-secret-stdin], or client NAME --remove."));
    if (name.isEmpty())
        return list(invocation, clientNames(invocation));
    if (const QString problem = model::checkId(name); !problem.isEmpty())
        return usageError(tr("“%1” is no client's name: those stand in profiles as {client:NAME}.").arg(printable(name)));
    if (sets)
        return set(invocation, name);
    return removes ? keep(invocation, name, {}) : list(invocation, {name});
}

} // namespace keyturn::cli
