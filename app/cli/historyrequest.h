// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "history/filter.h"

#include <QCommandLineParser>

namespace keyturn::cli {

/// What `history` is asked for, but for whose.
struct HistoryRequest {
    history::Filter filter;
    int limit = 0;
    QString exportFile; ///< Empty: none.
};

void addHistoryOptions(QCommandLineParser &parser);
/// Configuration `usage` with what is wrong.
[[nodiscard]] core::Result<HistoryRequest> historyRequest(const QCommandLineParser &options, const QDateTime &now);

/// `30min`, `24h`, `7d`, `2w` before @p now, or a date or time in ISO 8601 (without a zone: this computer's); invalid: none of these.
[[nodiscard]] QDateTime sinceTime(const QString &text, const QDateTime &now);

/// Whom of @p known the person means by @p wanted: an id, a name, `name@backend`, or an unambiguous part of one. Configuration `account_unknown`,
/// `account_ambiguous`. For accounts that are signed out: the list of accounts knows the others by more names.
[[nodiscard]] core::Result<history::Subject> findSubject(const QList<history::Subject> &known, const QString &wanted);

} // namespace keyturn::cli
