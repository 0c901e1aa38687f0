// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/profilewords.h"
#include "cli/table.h"
#include "model/profilereader.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

#include <algorithm>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

/// What was there before under the same id, and what can be done about it.
QString replacedSentence(const storage::AddedProfile &added)
{
    if (!added.replaced)
        return {};
    const QString id = added.id.toString();
    switch (*added.replaced) {
    case storage::ProfileOrigin::Own:
        return tr("It replaced your earlier profile of the same id, %1.").arg(id);
    case storage::ProfileOrigin::System:
        return tr("It hides the system's profile of the same id, %1; `keyturn-cli profiles remove %1` brings that one back.").arg(id);
    case storage::ProfileOrigin::BuiltIn:
        return tr("It hides the built-in profile of the same id, %1; `keyturn-cli profiles remove %1` brings that one back.").arg(id);
    }
    return {};
}

QStringList accountsOf(const accounts::AccountManager &manager, const QString &profile)
{
    QStringList names;
    for (const model::Account &account : manager.accounts()) {
        if (account.profile.toString() == profile)
            names += account.label.isEmpty() ? account.identity.email.isEmpty() ? account.id.toString() : account.identity.email : account.label;
    }
    return names;
}

} // namespace

core::Result<QByteArray> readProfileText(const QString &name)
{
    if (name == QLatin1String("-"))
        return Terminal::readAllInput(model::maxProfileBytes + 1);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(tr("%1 cannot be read: %2.").arg(name, file.errorString()));
    return file.read(model::maxProfileBytes + 1); // the reader says "too large"
}

core::Result<int> addProfileText(const Invocation &invocation, const QByteArray &text)
{
    // Tokens of accounts that are there would go where the new text says.
    if (const core::Result<model::BackendProfile> read = model::readProfile(text, {});
        read.ok() && !invocation.options.isSet(QStringLiteral("force"))) {
        if (const core::Result<void> known = invocation.core.accounts().reload(); !known.ok())
            return known.error();
        if (const QStringList users = accountsOf(invocation.core.accounts(), read->id.toString()); !users.isEmpty())
            return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_would_change"), users.join(QLatin1String(", "))};
    }
    const core::Result<storage::AddedProfile> added = invocation.core.profiles().add(text);
    if (!added.ok())
        return added.error();
    if (invocation.terminal.json()) {
        QJsonObject object{{QStringLiteral("id"), added->id.toString()}, {QStringLiteral("file"), added->path}};
        if (added->replaced)
            object.insert(QStringLiteral("replaced"), originCode(*added->replaced));
        invocation.terminal.document(object);
    } else {
        invocation.terminal.line(added->id.toString());
    }
    if (const QString replaced = replacedSentence(*added); !replaced.isEmpty())
        invocation.terminal.say(replaced);
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(added->id);
    if (profile.ok() && !providersWithoutClient(*profile).isEmpty())
        invocation.terminal.say(
            tr("It needs a client id before anybody can sign in; `keyturn-cli profiles show %1` tells where it goes.").arg(added->id.toString()));
    return int(Done);
}

core::Result<int> addProfile(const Invocation &invocation, const QString &name)
{
    const core::Result<QByteArray> text = readProfileText(name);
    return text.ok() ? addProfileText(invocation, *text) : core::Result<int>(text.error());
}

core::Result<int> removeProfile(const Invocation &invocation, const QString &id)
{
    if (!invocation.options.isSet(QStringLiteral("force"))) {
        if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
            return read.error();
        if (const QStringList users = accountsOf(invocation.core.accounts(), id); !users.isEmpty())
            return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_in_use"), users.join(QLatin1String(", "))};
    }
    const core::Result<void> removed = invocation.core.profiles().remove(model::ProfileId(id));
    if (!removed.ok())
        return removed.error();
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("removed"), id}});
    if (invocation.core.profiles().find(model::ProfileId(id)).ok())
        invocation.terminal.say(tr("Your own %1 is gone; the one that it hid is used again.").arg(printable(id)));
    return int(Done);
}

} // namespace keyturn::cli
