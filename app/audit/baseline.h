// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "core/result.h"

#include <QByteArrayView>
#include <QSet>

namespace keyturn::audit {

/// The failures of an audit before, which a comparison takes for known.
struct Baseline {
    QSet<QString> failed; ///< Ids of checks.
    bool operator==(const Baseline &) const = default;
};

inline constexpr qsizetype maxBaselineBytes = 32 * 1024 * 1024;

/// Reads a report in JSON, as jsonReport() writes it. Errors are Configuration `baseline_invalid`, with a sentence.
[[nodiscard]] core::Result<Baseline> readBaseline(QByteArrayView json);

/// What of @p baseline is still so becomes known in @p report. Answers the ids of those that do not fail any more.
QStringList compare(Report &report, const Baseline &baseline);

} // namespace keyturn::audit
