// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/options.h"

#include "backend/faults/fault.h"
#include "backend/loopbackaddress.h"

#include <QCommandLineParser>
#include <QDir>

#include <optional>

namespace keyturn::backend {

namespace {

using namespace std::chrono;

core::Error usage(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("usage"), sentence};
}

/// Reads numbers from the command line and keeps the first complaint.
class Numbers
{
public:
    explicit Numbers(const QCommandLineParser &parser) : m_parser(parser) { }

    qint64 read(const QString &name, qint64 fallback, qint64 least, qint64 most)
    {
        if (!m_parser.isSet(name))
            return fallback;
        bool number = false;
        const qint64 value = m_parser.value(name).toLongLong(&number);
        if (number && value >= least && value <= most)
            return value;
        if (!m_problem)
            m_problem = usage(QStringLiteral("--%1 takes a whole number from %2 to %3.").arg(name).arg(least).arg(most));
        return fallback;
    }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; }

private:
    const QCommandLineParser &m_parser;
    std::optional<core::Error> m_problem;
};

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "The auth backend of Keyturn: passwords, sessions, rotating refresh tokens, and simulated Google and GitHub, for demonstrations and tests."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("port"), QStringLiteral("Port to serve on; 0 lets the system pick (default 8789)."), QStringLiteral("N")},
        {QStringLiteral("listen"), QStringLiteral("IP address to serve on (default 127.0.0.1: this machine alone)."), QStringLiteral("ADDR")},
        {QStringLiteral("data"), QStringLiteral("Folder for keys and database."), QStringLiteral("DIR")},
        {QStringLiteral("database"), QStringLiteral("sqlite:PATH (default: a file in the data folder)."), QStringLiteral("URL")},
        {QStringLiteral("access-ttl"), QStringLiteral("Life of access tokens in seconds (default 900)."), QStringLiteral("S")},
        {QStringLiteral("refresh-ttl"), QStringLiteral("Life of refresh tokens in seconds (default 604800)."), QStringLiteral("S")},
        {QStringLiteral("refresh-grace"),
         QStringLiteral("Seconds in which a spent refresh token still gives its successor; 0 turns it off (default 10)."), QStringLiteral("S")},
        {QStringLiteral("recent-sign-in"),
         QStringLiteral("Sessions are ended by those alone who signed in within so many seconds; others are challenged (RFC 9470). 0 turns it off "
                        "(default)."),
         QStringLiteral("S")},
        {QStringLiteral("bcrypt-cost"), QStringLiteral("Cost of password hashing, 10 to 16 (default 12)."), QStringLiteral("N")},
        {QStringLiteral("providers"), QStringLiteral("Simulated providers, comma-separated (default google,github)."), QStringLiteral("LIST")},
        {QStringLiteral("verified-email"),
         QStringLiteral("Nobody signs in before the e-mail is confirmed. Mails are not sent: they are files in outbox/ of the data folder.")},
        {QStringLiteral("ready-file"), QStringLiteral("File that gets the line of addresses, too."), QStringLiteral("FILE")},
        {QStringLiteral("log"), QStringLiteral("json: one line on stderr for every request."), QStringLiteral("FORMAT")},
        {QStringLiteral("faults"), QStringLiteral("Faults on demand, to try clients by; on a loopback address alone. See below.")},
        {QStringLiteral("defect"), QStringLiteral("A weakness to have, to prove audits on; with --faults. May be given more than once."),
         QStringLiteral("NAME")},
        {QStringLiteral("list-defects"), QStringLiteral("Print the weaknesses that there are, with the audit's check that finds each.")},
    });
}

/// What --help says below the options.
QString faultsHelp()
{
    return QStringLiteral(
               "\nWith --faults a request can ask for what is to go wrong with it, by a header such as X-Keyturn-Fault: latency=1500, truncate.\n"
               "POST /__faults arms a fault for others: "
               "{\"fault\":\"unavailable=3\",\"method\":\"POST\",\"route\":\"/api/auth/refresh\",\"times\":1}; all\n"
               "but the fault may be left out, a route may hold :name for one part and end in *. GET /__faults lists what is armed,\n"
               "DELETE /__faults and /__faults/ID clear it. Faults:\n")
        + describeFaults();
}

std::optional<core::Error> readFaults(const QCommandLineParser &parser, Options &options)
{
    options.faults = parser.isSet(QStringLiteral("faults"));
    if (options.faults && !isLoopbackAddress(options.listen))
        return usage(
            QStringLiteral("--faults lets anybody break this server, so it goes with a loopback address alone, such as --listen 127.0.0.1."));
    const QStringList wanted = parser.values(QStringLiteral("defect"));
    if (!wanted.isEmpty() && !options.faults)
        return usage(QStringLiteral("--defect makes this server unsafe on purpose, so it goes with --faults alone."));
    for (const QString &name : wanted) {
        const auto defect = defectNamed(name);
        if (!defect)
            return usage(QStringLiteral("--defect takes a name that --list-defects prints."));
        options.defects.add(*defect);
    }
    return std::nullopt;
}

std::optional<core::Error> readPlaces(const QCommandLineParser &parser, const QString &defaultDataDirectory, Options &options)
{
    const QString data = parser.isSet(QStringLiteral("data")) ? parser.value(QStringLiteral("data")) : defaultDataDirectory;
    if (data.isEmpty())
        return usage(QStringLiteral("--data takes a folder."));
    options.dataDirectory = QDir::cleanPath(QDir(data).absolutePath());
    options.databasePath = options.dataDirectory + QLatin1String("/backend.sqlite");
    if (parser.isSet(QStringLiteral("database"))) {
        const QString url = parser.value(QStringLiteral("database"));
        const QString scheme = QStringLiteral("sqlite:");
        if (!url.startsWith(scheme) || url.size() == scheme.size())
            return usage(QStringLiteral("--database takes sqlite:PATH."));
        options.databasePath = QDir::cleanPath(QDir::current().absoluteFilePath(url.mid(scheme.size())));
    }
    options.wantsVerifiedEmail = parser.isSet(QStringLiteral("verified-email"));
    options.readyFile = parser.value(QStringLiteral("ready-file"));
    if (parser.isSet(QStringLiteral("listen")))
        options.listen = parser.value(QStringLiteral("listen"));
    return std::nullopt;
}

std::optional<core::Error> readChoices(const QCommandLineParser &parser, Options &options)
{
    if (parser.isSet(QStringLiteral("providers"))) {
        const QStringList wanted = parser.value(QStringLiteral("providers")).split(u',', Qt::SkipEmptyParts);
        for (const QString &name : wanted) {
            if (!options.providers.contains(name))
                return usage(QStringLiteral("--providers knows google and github."));
        }
        options.providers = wanted;
    }
    if (parser.isSet(QStringLiteral("log"))) {
        if (parser.value(QStringLiteral("log")) != QLatin1String("json"))
            return usage(QStringLiteral("--log takes json."));
        options.logRequests = true;
    }
    return std::nullopt;
}

} // namespace

core::Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &defaultDataDirectory)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return usage(parser.errorText() + QStringLiteral(" See --help."));
    if (parser.isSet(QStringLiteral("help")))
        return CommandLine{{}, parser.helpText() + faultsHelp()};
    if (parser.isSet(QStringLiteral("version")))
        return CommandLine{{}, QStringLiteral("keyturn-backend 0.1.0\n")};
    if (parser.isSet(QStringLiteral("list-defects")))
        return CommandLine{{}, defectTable()};
    if (!parser.positionalArguments().isEmpty())
        return usage(QStringLiteral("Only options are taken, no other words. See --help."));

    Options options;
    if (const auto problem = readPlaces(parser, defaultDataDirectory, options))
        return *problem;
    if (const auto problem = readChoices(parser, options))
        return *problem;
    if (const auto problem = readFaults(parser, options))
        return *problem;
    Numbers numbers(parser);
    options.port = static_cast<quint16>(numbers.read(QStringLiteral("port"), options.port, 0, 65535));
    options.accessTtl = seconds(numbers.read(QStringLiteral("access-ttl"), options.accessTtl.count(), 1, 24 * 3600));
    options.refreshTtl = seconds(numbers.read(QStringLiteral("refresh-ttl"), options.refreshTtl.count(), 1, options.chainTtl.count()));
    options.refreshGrace = seconds(numbers.read(QStringLiteral("refresh-grace"), options.refreshGrace.count(), 0, 300));
    options.recentSignIn = seconds(numbers.read(QStringLiteral("recent-sign-in"), options.recentSignIn.count(), 0, 24 * 3600));
    options.bcryptCost = static_cast<int>(numbers.read(QStringLiteral("bcrypt-cost"), options.bcryptCost, 10, 16));
    if (numbers.problem())
        return *numbers.problem();
    return CommandLine{options, {}};
}

} // namespace keyturn::backend
