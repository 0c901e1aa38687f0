// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/placeoptions.h"

#include "backend/secretfile.h"
#include "backend/usage.h"

#include <QDir>
#include <QUrl>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxUrlFile = 4096;
const QString sqliteScheme = QStringLiteral("sqlite:");

std::optional<core::Error> readDatabaseUrl(const QString &url, bool onCommandLine, Options &options)
{
    if (url.startsWith(sqliteScheme) && url.size() > sqliteScheme.size()) {
        options.databasePath = QDir::cleanPath(QDir::current().absoluteFilePath(url.mid(sqliteScheme.size())));
        return std::nullopt;
    }
    if (!isPostgresUrl(url))
        return usage(QStringLiteral("--database takes sqlite:PATH or postgresql://USER@HOST:PORT/NAME?sslmode=verify-full."));
    core::Result<PostgresAddress> address = parsePostgresUrl(url);
    if (!address.ok())
        return address.error();
    if (onCommandLine && !address->password.isEmpty())
        return usage(QStringLiteral("Everybody on this machine can read a password on the command line. Please put the URL into a file for "
                                    "--database-file, or into the environment's %1, or the password alone into ~/.pgpass.")
                         .arg(QLatin1String(databaseVariable)));
    options.postgres = std::move(address).value();
    return std::nullopt;
}

std::optional<core::Error> readDatabase(const Settings &settings, Options &options)
{
    const QString flag = QStringLiteral("database");
    const QString fileFlag = QStringLiteral("database-file");
    options.databasePath = options.dataDirectory + QLatin1String("/backend.sqlite");
    if (settings.isSet(flag) && settings.isSet(fileFlag) && settings.isFlag(flag) == settings.isFlag(fileFlag))
        return usage(QStringLiteral("--database and --database-file say the same thing; please give one of them."));
    if (settings.isSet(fileFlag) && !settings.isFlag(flag)) {
        const core::Result<core::Secret> content = SecretFile::read(settings.value(fileFlag), maxUrlFile);
        return content.ok() ? readDatabaseUrl(firstLineOf(*content), false, options)
                            : usage(QStringLiteral("--database-file: ") + content.error().detail);
    }
    return settings.isSet(flag) ? readDatabaseUrl(settings.value(flag), settings.isFlag(flag), options) : std::nullopt;
}

/// It stands in tokens and is compared letter by letter: with nothing that could be written in two ways.
std::optional<core::Error> readPublicUrl(const QString &text, Options &options)
{
    QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
    const bool plain =
        url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment() && (url.path().isEmpty() || url.path() == QLatin1String("/"));
    if (!url.isValid() || !web || url.host().isEmpty() || !plain)
        return usage(
            QStringLiteral("--public-url takes what clients reach this backend by, as https://HOST or http://HOST:PORT, without path or query."));
    url.setPath({});
    options.publicUrl = url.toString(QUrl::FullyEncoded);
    return std::nullopt;
}

} // namespace

QList<QCommandLineOption> placeOptions()
{
    return {
        {QStringLiteral("database"),
         QStringLiteral("sqlite:PATH (default: a file in the data folder), or postgresql://USER@HOST:PORT/NAME?sslmode=verify-full with "
                        "?host=/FOLDER in place of "
                        "HOST for a Unix socket. Without a password: libpq looks into ~/.pgpass or PGPASSFILE for that."),
         QStringLiteral("URL")},
        {QStringLiteral("database-file"),
         QStringLiteral("File that holds the database's URL, with its password, and that nobody else may read. The environment's "
                        "KEYTURN_BACKEND_DATABASE serves as well."),
         QStringLiteral("FILE")},
        {QStringLiteral("keys"),
         QStringLiteral("Key file (default: keys.json in the data folder). Backends that share a database need the same keys."),
         QStringLiteral("FILE")},
        {QStringLiteral("public-url"),
         QStringLiteral(
             "What clients reach this backend by, where that is not the address it serves on: the issuer of its tokens, and the base of all "
             "addresses it gives out. The same for backends that share a database."),
         QStringLiteral("URL")},
    };
}

std::optional<core::Error> readPlaceOptions(const Settings &settings, Options &options)
{
    if (const auto problem = readDatabase(settings, options))
        return problem;
    options.keyFile = options.dataDirectory + QLatin1String("/keys.json");
    if (settings.isSet(QStringLiteral("keys"))) {
        if (settings.value(QStringLiteral("keys")).isEmpty())
            return usage(QStringLiteral("--keys takes a file."));
        options.keyFile = QDir::cleanPath(QDir::current().absoluteFilePath(settings.value(QStringLiteral("keys"))));
    }
    return settings.isSet(QStringLiteral("public-url")) ? readPublicUrl(settings.value(QStringLiteral("public-url")), options) : std::nullopt;
}

} // namespace keyturn::backend
