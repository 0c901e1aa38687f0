// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/handoff/upstreamoptions.h"
#include "backend/limits/limitoptions.h"
#include "backend/signingkey.h"
#include "backend/sql/postgresaddress.h"
#include "core/result.h"

#include <QCommandLineOption>
#include <QList>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace keyturn::backend {

class Settings;

/// How one backend runs. Lifetimes are the backend's promises to its clients; the defaults are the reference's.
struct Options {
    quint16 port = 8789; ///< 0: the system picks.
    QString listen = QStringLiteral("127.0.0.1"); ///< An IP literal.
    QString dataDirectory; ///< Keys and, unless `database` says otherwise, the database.
    QString databasePath; ///< Of SQLite.
    std::optional<PostgresAddress> postgres; ///< In place of SQLite.
    QString keyFile; ///< Backends that share a database share it, or a copy.
    QString publicUrl; ///< What clients reach us by, without a slash at its end; empty: the address we serve on.
    std::chrono::seconds accessTtl{15 * 60};
    std::chrono::seconds refreshTtl{7 * 24 * 3600};
    std::chrono::seconds refreshGrace{10}; ///< 0: off.
    std::chrono::seconds chainTtl{90 * 24 * 3600}; ///< The absolute end of a session, however often it is refreshed.
    std::chrono::seconds recentSignIn{0}; ///< Sessions are ended by those alone who signed in so lately (RFC 9470); 0: by everybody who may.
    std::chrono::seconds sessionIdle{24 * 3600}; ///< A session behind a cookie ends when it was not used for so long, …
    std::chrono::seconds sessionTtl{7 * 24 * 3600}; ///< … and so long after the sign-in at the latest.
    bool sessionMode = false; ///< Who does not say how tokens are to come gets a session behind a cookie, and no tokens.
    QList<QByteArray> allowedOrigins; ///< Whose pages may speak with the API, as browsers write them: https://app.example.com
    QString tlsCertificate; ///< PEM file; empty: plain HTTP.
    QString tlsKey;
    int bcryptCost = 12;
    std::optional<SigningKey::Algorithm> signing; ///< Of access tokens; nothing: as the key file has it, HS256 in a new one.
    QStringList providers{QStringLiteral("google"), QStringLiteral("github")};
    UpstreamOptions upstreams;
    bool wantsVerifiedEmail = false; ///< Nobody signs in before the e-mail is confirmed, and registering does not tell who has an account.
    LimitOptions limits;
    QString readyFile;
    bool logRequests = false;
    bool faults = false; ///< Faults on demand; on a loopback address alone.
    Defects defects; ///< With `faults` alone.
};

/// What the command line asks for: run with these options, or print @p text and end with success (--help, --version).
struct CommandLine {
    Options options;
    QString text;
};

/// The options of the service. The commands know them too, so that they find the same data by the same flags, environment and file.
[[nodiscard]] QList<QCommandLineOption> serviceOptions(const QString &defaultDataDirectory);

/// Configuration `usage` with one clear sentence in the detail.
[[nodiscard]] core::Result<Options> readOptions(const Settings &settings);

/// The same. @p arguments start with the program's name; @p defaultDataDirectory stands where no folder is set.
[[nodiscard]] core::Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &defaultDataDirectory,
                                                         const QProcessEnvironment &environment = {});

} // namespace keyturn::backend
