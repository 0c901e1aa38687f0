// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/profilescommand.h"

#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "cli/nearestword.h"
#include "cli/profilevalidate.h"
#include "cli/profileverbs.h"

namespace keyturn::cli {

ProfilesCommand::ProfilesCommand() : m_validation(std::make_unique<ProfileValidation>()) { }
ProfilesCommand::~ProfilesCommand() = default;

QString ProfilesCommand::name() const
{
    return QStringLiteral("profiles");
}

QString ProfilesCommand::summary() const
{
    return tr("Lists, shows, adds, removes, discovers and checks backend profiles, and keeps client ids.");
}

QString ProfilesCommand::usage() const
{
    return QStringLiteral("[list | show ID | add FILE|- [--force] | remove ID [--force] | discover URL [--id ID] [--name NAME] [--client-id ID] "
                          "[--scope SCOPE]… [--add] [-o FILE] | validate FILE|- [--offline | --user NAME [--password-stdin]] | client [NAME "
                          "[--client-id ID [--client-secret-stdin] | --remove]]]");
}

void ProfilesCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions(
        {{QStringLiteral("force"), tr("add, remove: although accounts use it.")},
         {QStringLiteral("id"), tr("discover: the id of the profile that is made."), QStringLiteral("id")},
         {QStringLiteral("name"), tr("discover: its name for people."), QStringLiteral("name")},
         {QStringLiteral("client-id"), tr("discover, client: how the provider knows this program."), QStringLiteral("id")},
         {QStringLiteral("client-secret-stdin"), tr("client: reads the client secret from the first line of standard input.")},
         {QStringLiteral("remove"), tr("client: takes your client id back.")},
         {QStringLiteral("scope"), tr("discover: a scope to ask for, once for each."), QStringLiteral("scope")},
         {QStringLiteral("add"), tr("discover: adds the profile instead of printing it.")},
         {{QStringLiteral("o"), QStringLiteral("output")}, tr("discover: writes the profile to a file."), QStringLiteral("file")},
         {QStringLiteral("offline"), tr("validate: looks at the document alone.")},
         {QStringLiteral("user"), tr("validate: signs in as this person, tries all that the profile has, and signs out."), QStringLiteral("name")}});
    addPasswordOptions(parser);
}

core::Async<int> ProfilesCommand::run(const Invocation &invocation)
{
    const QStringList &words = invocation.arguments;
    const QString verb = words.value(0, QStringLiteral("list"));
    if (verb == QLatin1String("list") && words.size() <= 1)
        return core::ready<int>(listProfiles(invocation));
    if (verb == QLatin1String("client") && words.size() <= 2)
        return core::ready<int>(clientOfProfiles(invocation, words.value(1)));
    const QStringList verbs{QStringLiteral("list"),     QStringLiteral("show"),     QStringLiteral("add"),   QStringLiteral("remove"),
                            QStringLiteral("discover"), QStringLiteral("validate"), QStringLiteral("client")};
    if (!verbs.contains(verb))
        return core::ready<int>(usageError(unknownCommand(name(), verb, verbs)));
    if (words.size() != 2 || verb == QLatin1String("list"))
        return core::ready<int>(usageError(tr("list or client, or show, add, remove, discover or validate with one argument.")));
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
    return m_validation->run(invocation, words.at(1));
}

bool ProfilesCommand::cancel()
{
    return m_validation->cancel();
}

} // namespace keyturn::cli
