// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/commands.h"

#include "backend/commands/command.h"
#include "backend/credentials.h"
#include "backend/opendatabase.h"
#include "backend/settings.h"
#include "backend/sqlstore.h"
#include "core/paths.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace keyturn::backend {

namespace {

const std::array<const Command *, 6> commands{&userAdd, &userList, &userDisable, &userEnable, &userRole, &userRemove};

/// Those of the service's options that say where its data are; the others are taken too, for one configuration serves both.
const QStringList shownOptions{QStringLiteral("data"),  QStringLiteral("database"),   QStringLiteral("database-file"),
                               QStringLiteral("redis"), QStringLiteral("redis-file"), QStringLiteral("config")};

void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
}

QString overview()
{
    QString text =
        QStringLiteral("Usage: keyturn-backend user COMMAND\n\nWho has an account, on the data of a service that runs or does not.\n\nCommands:\n");
    for (const Command *command : commands)
        text += QStringLiteral("  %1%2\n")
                    .arg(QStringLiteral("%1 %2").arg(QLatin1String(command->name), QLatin1String(command->words)), -24)
                    .arg(QLatin1String(command->summary));
    return text
        + QStringLiteral(
               "\nkeyturn-backend user COMMAND --help tells the options of each. Where the service uses a Redis the command needs the same\n"
               "--redis, --config or environment for all instances to know at once; without it they do within a minute.\n");
}

int run(const Command &command, const QCommandLineParser &parser, const Options &options)
{
    if (!core::ensurePrivateDirectory(options.dataDirectory).ok())
        return complain(QStringLiteral("The data folder %1 cannot be made or used.").arg(options.dataDirectory), exitstatus::disk);
    const auto database = openDatabase(options);
    if (!database.ok())
        return complain(database.error().detail, exitstatus::disk);
    const core::SystemClock clock;
    core::SystemRandom random;
    SqlStore store(**database);
    const auto sessions = options.limits.redis ? std::make_unique<SharedSessions>(*options.limits.redis, core::Secret(), 1) : nullptr;
    UserStore users(**database, sessions.get());
    CareStore care(**database, sessions.get());
    return command.run({parser, parser.positionalArguments(), options, clock, random, store, users, care, sessions.get()});
}

/// What was changed stands in the database; instances on a Redis may go by what stands there for so long.
void tellOfBound(const CommandContext &context)
{
    const bool told = context.sessions ? context.sessions->isAllTold() : !context.options.postgres;
    if (told)
        return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(SharedSessions::longest).count();
    const QString sentence = context.sessions
        ? QStringLiteral("Redis could not be told; instances that use it may go by what was before for up to %1 seconds.")
        : QStringLiteral(
            "Instances that use a Redis may go by what was before for up to %1 seconds; with their --redis this command tells them at once.");
    complain(sentence.arg(seconds), exitstatus::done);
}

int parseAndRun(const Command &command, const QStringList &arguments, const QString &defaultDataDirectory, const QProcessEnvironment &environment)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QLatin1String(command.summary));
    parser.addHelpOption();
    QList<QCommandLineOption> shared = serviceOptions(defaultDataDirectory);
    for (QCommandLineOption &option : shared) {
        if (!shownOptions.contains(option.names().constLast()))
            option.setFlags(QCommandLineOption::HiddenFromHelp);
    }
    parser.addOptions(shared);
    if (command.options)
        parser.addOptions(command.options());
    if (!parser.parse(arguments))
        return complain(parser.errorText() + QStringLiteral(" See --help."), exitstatus::usage);
    const QString synopsis = QStringLiteral("keyturn-backend user %1 %2").arg(QLatin1String(command.name), QLatin1String(command.words)).trimmed();
    if (parser.isSet(QStringLiteral("help"))) {
        const QString help = parser.helpText();
        print(QStringLiteral("Usage: %1 [options]\n").arg(synopsis) + help.mid(help.indexOf(u'\n') + 1));
        return exitstatus::done;
    }
    if (parser.positionalArguments().size() != command.wordCount)
        return complain(QStringLiteral("The usage is: %1 [options].").arg(synopsis), exitstatus::usage);
    const auto settings = Settings::gather(parser, shared, environment);
    if (!settings.ok())
        return complain(settings.error().detail, exitstatus::usage);
    const auto options = readOptions(*settings);
    return options.ok() ? run(command, parser, *options) : complain(options.error().detail, exitstatus::usage);
}

} // namespace

std::optional<int> runCommand(const QStringList &arguments, const QString &defaultDataDirectory, const QProcessEnvironment &environment)
{
    if (arguments.value(1) != QLatin1String("user"))
        return std::nullopt;
    const QString name = arguments.value(2);
    if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
        print(overview());
        return exitstatus::done;
    }
    const auto command = std::find_if(commands.begin(), commands.end(), [&](const Command *each) { return name == QLatin1String(each->name); });
    if (command == commands.end())
        return complain(QStringLiteral("There is no such command. See keyturn-backend user --help."), exitstatus::usage);
    return parseAndRun(**command, arguments.mid(0, 1) + arguments.mid(3), defaultDataDirectory, environment);
}

int complain(const QString &sentence, int status)
{
    std::fprintf(stderr, "keyturn-backend: %s\n", sentence.toUtf8().constData());
    return status;
}

int complain(const core::Error &error)
{
    return complain(QStringLiteral("The database cannot be used: %1.").arg(error.detail), exitstatus::disk);
}

int changeUser(const CommandContext &context, const std::function<core::Result<UserChange>(const QString &userId)> &change, const QString &done)
{
    const QString email = normalisedEmail(context.words.constFirst());
    const auto record = context.users.findByEmail(email);
    if (!record.ok())
        return complain(record.error());
    const auto changed = *record ? change((*record)->user.id) : core::Result<UserChange>(UserChange::NoSuchUser);
    if (!changed.ok())
        return complain(changed.error());
    if (*changed == UserChange::NoSuchUser)
        return complain(QStringLiteral("Nobody has the e-mail address %1.").arg(limitedText(email, 254)), exitstatus::no);
    if (*changed == UserChange::LastAdmin)
        return complain(QStringLiteral("This is the last administrator; make somebody else one first."), exitstatus::no);
    print(done.arg(email) + u'\n');
    tellOfBound(context);
    return exitstatus::done;
}

} // namespace keyturn::backend
