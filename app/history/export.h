// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/eventstore.h"

#include <QJsonObject>

namespace keyturn::history {

enum class ExportFormat { Csv, Json };

/// `.csv` and `.json`; nullopt for any other name.
[[nodiscard]] std::optional<ExportFormat> exportFormatOf(const QString &path);

/// Times as ISO 8601 in UTC; what is unknown is left out. @p sentence may be empty.
[[nodiscard]] QJsonObject toJson(const Event &event, const QString &sentence);

/// A csvLine().
[[nodiscard]] QByteArray toCsv(const Event &event, const QString &sentence);
[[nodiscard]] QByteArray csvHeader();

/// Writes all that @p filter lets through, newest first, page by page; answers how many. @p path is replaced as a whole at the end, and left as it
/// was on error. Errors: EventStore::page()'s, and Storage `export_failed`. What runs ends with @p context.
[[nodiscard]] core::Async<qint64> exportEvents(EventStore &store, const Filter &filter, ExportFormat format, const QString &path,
                                               const std::function<QString(const Event &)> &sentence, QObject *context);

} // namespace keyturn::history
