// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/profilescommand.h"

#include "cli/exitstatus.h"
#include "cli/sentences.h"
#include "cli/table.h"
#include "model/profilereader.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

QString originWord(storage::ProfileOrigin origin)
{
    switch (origin) {
    case storage::ProfileOrigin::BuiltIn:
        return QStringLiteral("builtIn");
    case storage::ProfileOrigin::System:
        return QStringLiteral("system");
    case storage::ProfileOrigin::Own:
        return QStringLiteral("own");
    }
    return {};
}

QStringList methodsOf(const model::BackendProfile &profile)
{
    QStringList methods;
    if (profile.password)
        methods += QStringLiteral("password");
    for (const model::IdentityProvider &provider : profile.providers)
        methods += QStringLiteral("browser:") + provider.id.toString();
    return methods;
}

QJsonObject profileJson(const storage::StoredProfile &stored)
{
    QJsonObject object{{QStringLiteral("id"), stored.profile.id.toString()},
                       {QStringLiteral("name"), stored.profile.name},
                       {QStringLiteral("origin"), originWord(stored.origin)},
                       {QStringLiteral("methods"), QJsonArray::fromStringList(methodsOf(stored.profile))}};
    if (!stored.profile.baseUrl.isEmpty())
        object.insert(QStringLiteral("baseUrl"), stored.profile.baseUrl.toString());
    if (!stored.profile.description.isEmpty())
        object.insert(QStringLiteral("description"), stored.profile.description);
    return object;
}

/// @p name, or standard input for `-`.
core::Result<QByteArray> readFileOrInput(const QString &name)
{
    if (name == QLatin1String("-"))
        return Terminal::readAllInput(model::maxProfileBytes);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(QCoreApplication::translate("ProfilesCommand", "%1 cannot be read: %2.").arg(name, file.errorString()));
    return file.read(model::maxProfileBytes + 1); // the reader says "too large"
}

core::Result<int> list(const Invocation &invocation)
{
    const storage::ProfileStore &store = invocation.core.profiles();
    for (const storage::BrokenProfile &broken : store.broken())
        invocation.terminal.say(QStringLiteral("%1: %2").arg(broken.path, sentenceFor(broken.error, {})));
    if (invocation.terminal.json()) {
        QJsonArray profiles;
        for (const storage::StoredProfile &stored : store.profiles())
            profiles.append(profileJson(stored));
        invocation.terminal.document({{QStringLiteral("profiles"), profiles}});
        return int(Done);
    }
    QList<QStringList> rows{{QStringLiteral("ID"), QCoreApplication::translate("ProfilesCommand", "NAME"),
                             QCoreApplication::translate("ProfilesCommand", "SIGN IN BY"),
                             QCoreApplication::translate("ProfilesCommand", "ADDRESS")}};
    for (const storage::StoredProfile &stored : store.profiles()) {
        const QString address = stored.profile.embedded && stored.profile.baseUrl.isEmpty()
            ? QCoreApplication::translate("ProfilesCommand", "(start it with: keyturn-cli backend start)")
            : stored.profile.baseUrl.toString();
        rows += {stored.profile.id.toString(), stored.profile.name, methodsOf(stored.profile).join(QLatin1String(", ")), address};
    }
    invocation.terminal.line(alignedTable(rows));
    return int(Done);
}

core::Result<int> show(const Invocation &invocation, const QString &id)
{
    for (const storage::StoredProfile &stored : invocation.core.profiles().profiles()) {
        if (stored.profile.id.toString() != id)
            continue;
        QFile file(stored.path);
        if (!file.open(QIODevice::ReadOnly))
            return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), stored.path};
        invocation.terminal.data(file.readAll()); // as it is written: what one would copy to begin one's own
        return int(Done);
    }
    const core::Result<model::BackendProfile> found = invocation.core.profiles().find(model::ProfileId(id));
    return found.ok() ? core::Result<int>(int(AnswerIsNo)) : core::Result<int>(found.error());
}

core::Result<int> add(const Invocation &invocation, const QString &name)
{
    const core::Result<QByteArray> text = readFileOrInput(name);
    if (!text.ok())
        return text.error();
    const core::Result<model::ProfileId> added = invocation.core.profiles().add(*text);
    if (!added.ok())
        return added.error();
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("id"), added->toString()}});
    else
        invocation.terminal.line(added->toString());
    return int(Done);
}

core::Result<int> remove(const Invocation &invocation, const QString &id)
{
    const core::Result<void> removed = invocation.core.profiles().remove(model::ProfileId(id));
    if (!removed.ok())
        return removed.error();
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("removed"), id}});
    return int(Done);
}

core::Result<int> validate(const Invocation &invocation, const QString &name)
{
    const core::Result<QByteArray> text = readFileOrInput(name);
    if (!text.ok())
        return text.error();
    const core::Result<model::BackendProfile> profile = model::readProfile(*text);
    if (!profile.ok())
        return profile.error();
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("valid"), true}, {QStringLiteral("id"), profile->id.toString()}});
    invocation.terminal.say(QCoreApplication::translate("ProfilesCommand", "%1 is a valid profile.").arg(printable(profile->name)));
    return int(Done);
}

} // namespace

QString ProfilesCommand::name() const
{
    return QStringLiteral("profiles");
}

QString ProfilesCommand::summary() const
{
    return tr("Lists, shows, adds, removes and checks backend profiles.");
}

QString ProfilesCommand::usage() const
{
    return QStringLiteral("[list | show ID | add FILE|- | remove ID | validate FILE|-]");
}

core::Async<int> ProfilesCommand::run(const Invocation &invocation)
{
    const QStringList &words = invocation.arguments;
    const QString verb = words.value(0, QStringLiteral("list"));
    if (verb == QLatin1String("list") && words.size() <= 1)
        return core::ready<int>(list(invocation));
    if (words.size() != 2)
        return core::ready<int>(usageError(tr("list, or show, add, remove or validate with one argument.")));
    if (verb == QLatin1String("show"))
        return core::ready<int>(show(invocation, words.at(1)));
    if (verb == QLatin1String("add"))
        return core::ready<int>(add(invocation, words.at(1)));
    if (verb == QLatin1String("remove"))
        return core::ready<int>(remove(invocation, words.at(1)));
    if (verb == QLatin1String("validate"))
        return core::ready<int>(validate(invocation, words.at(1)));
    return core::ready<int>(usageError(tr("list, show, add, remove or validate, not “%1”.").arg(verb)));
}

} // namespace keyturn::cli
