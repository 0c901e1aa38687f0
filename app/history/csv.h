// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QStringList>

/// What exports have in common.
namespace keyturn::history {

/// One line of CSV (RFC 4180) without its end. A cell that a spreadsheet would take for a formula is made text by an apostrophe.
[[nodiscard]] QByteArray csvLine(const QStringList &cells);

/// ISO 8601 in UTC, with milliseconds; empty where @p time is unknown.
[[nodiscard]] QString exportTime(const QDateTime &time);

} // namespace keyturn::history
