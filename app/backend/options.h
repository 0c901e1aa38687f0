// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace keyturn::backend {

/// How one backend runs. Lifetimes are the backend's promises to its clients; the defaults are the reference's.
struct Options {
    quint16 port = 8789; ///< 0: the system picks.
    QString listen = QStringLiteral("127.0.0.1"); ///< An IP literal.
    QString dataDirectory; ///< Keys and, unless `database` says otherwise, the database.
    QString databasePath; ///< Of SQLite.
    std::chrono::seconds accessTtl{15 * 60};
    std::chrono::seconds refreshTtl{7 * 24 * 3600};
    std::chrono::seconds refreshGrace{10}; ///< 0: off.
    std::chrono::seconds chainTtl{90 * 24 * 3600}; ///< The absolute end of a session, however often it is refreshed.
    std::chrono::seconds recentSignIn{0}; ///< Sessions are ended by those alone who signed in so lately (RFC 9470); 0: by everybody who may.
    int bcryptCost = 12;
    QStringList providers{QStringLiteral("google"), QStringLiteral("github")};
    bool wantsVerifiedEmail = false; ///< Nobody signs in before the e-mail is confirmed.
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

/// Configuration `usage` with one clear sentence in the detail. @p arguments start with the program's name; @p defaultDataDirectory stands where
/// --data is not given.
[[nodiscard]] core::Result<CommandLine> parseCommandLine(const QStringList &arguments, const QString &defaultDataDirectory);

} // namespace keyturn::backend
