// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"

#include <optional>

/// A report as a file. All of them are in English and UTF-8, and none holds a secret: evidence was redacted when it was recorded.
namespace keyturn::audit {

enum class ReportFormat {
    Text, ///< For a terminal.
    Json, ///< resources/cli/audit.schema.json; what a baseline is read from.
    Junit, ///< As CI servers read it: a check is a test case; what is not applicable or not known is a skipped one.
    Sarif, ///< SARIF 2.1.0 (OASIS), for code scanning.
    Html, ///< One page that needs nothing else.
};

[[nodiscard]] QString wordOf(ReportFormat format); ///< `text`, `json`, `junit`, `sarif`, `html`.
[[nodiscard]] std::optional<ReportFormat> reportFormatOf(const QString &word);

[[nodiscard]] QByteArray written(const Report &report, ReportFormat format);

[[nodiscard]] QByteArray textReport(const Report &report);
[[nodiscard]] QByteArray jsonReport(const Report &report);
[[nodiscard]] QByteArray junitReport(const Report &report);
[[nodiscard]] QByteArray sarifReport(const Report &report);
[[nodiscard]] QByteArray htmlReport(const Report &report);

/// "POST https://a.example/refresh → 401", for lists of evidence.
[[nodiscard]] QString lineOf(const net::Exchange &exchange);
/// "2 failed (1 of them new), 40 passed, 3 not applicable, 1 inconclusive".
[[nodiscard]] QString summaryOf(const Report &report);

} // namespace keyturn::audit
