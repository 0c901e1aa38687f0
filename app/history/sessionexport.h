// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "history/export.h"
#include "history/knownsession.h"

namespace keyturn::history {

/// Writes @p sessions as they stand; answers how many. Neither ids nor keys are among what is written. The file is the owner's alone (0600); @p path
/// is replaced as a whole at the end, and left as it was on error. Done by a thread of the pool. Errors: Storage `export_failed`.
[[nodiscard]] core::Async<qint64> exportSessions(const QList<KnownSession> &sessions, ExportFormat format, const QString &path);

/// The columns of the CSV, which are the members of the JSON.
[[nodiscard]] QByteArray sessionCsvHeader();
[[nodiscard]] QByteArray toCsv(const KnownSession &known);
/// Times as ISO 8601 in UTC; what is unknown is left out.
[[nodiscard]] QJsonObject toJson(const KnownSession &known);

} // namespace keyturn::history
