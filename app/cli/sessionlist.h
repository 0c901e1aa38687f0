// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "history/knownsession.h"

#include <QJsonObject>

namespace keyturn::cli {

/// What stands behind `sessions ACCOUNT`.
struct SessionsRequest {
    bool ended = false; ///< Those that are over and not listed any more as well.
    QString exportFile; ///< Empty: none.
};

void addSessionListOptions(QCommandLineParser &parser);
/// Errors: Configuration `usage`.
[[nodiscard]] core::Result<SessionsRequest> sessionsRequest(const QCommandLineParser &options);
/// Whether any of the options of a list is there.
[[nodiscard]] bool wantsSessionList(const QCommandLineParser &options);

/// What the person asked to see of @p known, in its order.
[[nodiscard]] QList<history::KnownSession> wanted(const history::KnownSessions &known, const SessionsRequest &request);
/// As CONTRACTS.md has it, with `label`, `new` and `firstSeenAt` where they are known; without `id` where the backend lists it no more.
[[nodiscard]] QJsonObject knownSessionJson(const history::KnownSession &known, bool isKept);
/// A table for people, without its end of line.
[[nodiscard]] QString sessionTable(const QList<history::KnownSession> &sessions, const QDateTime &now);

} // namespace keyturn::cli
