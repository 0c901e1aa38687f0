// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/profilescommand.h"

#include "cli/exitstatus.h"
#include "cli/profileverbs.h"
#include "cli/table.h"
#include "model/profilereader.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

core::Result<int> validate(const Invocation &invocation, const QString &name)
{
    const core::Result<QByteArray> text = readProfileText(name);
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
    return tr("Lists, shows, adds, removes, discovers and checks backend profiles.");
}

QString ProfilesCommand::usage() const
{
    return QStringLiteral("[list | show ID | add FILE|- | remove ID [--force] | discover URL [--id ID] [--name NAME] [--client-id ID] "
                          "[--scope SCOPE]… [--add] [-o FILE] | validate FILE|-]");
}

void ProfilesCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("force"), tr("remove: although accounts use it.")},
                       {QStringLiteral("id"), tr("discover: the id of the profile that is made."), QStringLiteral("id")},
                       {QStringLiteral("name"), tr("discover: its name for people."), QStringLiteral("name")},
                       {QStringLiteral("client-id"), tr("discover: how the provider knows this program."), QStringLiteral("id")},
                       {QStringLiteral("scope"), tr("discover: a scope to ask for, once for each."), QStringLiteral("scope")},
                       {QStringLiteral("add"), tr("discover: adds the profile instead of printing it.")},
                       {{QStringLiteral("o"), QStringLiteral("output")}, tr("discover: writes the profile to a file."), QStringLiteral("file")}});
}

core::Async<int> ProfilesCommand::run(const Invocation &invocation)
{
    const QStringList &words = invocation.arguments;
    const QString verb = words.value(0, QStringLiteral("list"));
    if (verb == QLatin1String("list") && words.size() <= 1)
        return core::ready<int>(listProfiles(invocation));
    if (words.size() != 2)
        return core::ready<int>(usageError(tr("list, or show, add, remove, discover or validate with one argument.")));
    if (verb == QLatin1String("show"))
        return core::ready<int>(showProfile(invocation, words.at(1)));
    if (verb == QLatin1String("add"))
        return core::ready<int>(addProfile(invocation, words.at(1)));
    if (verb == QLatin1String("remove"))
        return core::ready<int>(removeProfile(invocation, words.at(1)));
    if (verb == QLatin1String("discover")) {
        m_counterpart = words.at(1);
        return discoverProfile(invocation, words.at(1), this);
    }
    if (verb == QLatin1String("validate"))
        return core::ready<int>(validate(invocation, words.at(1)));
    return core::ready<int>(usageError(tr("list, show, add, remove, discover or validate, not “%1”.").arg(verb)));
}

} // namespace keyturn::cli
