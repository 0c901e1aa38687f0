// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/baseline.h"
#include "audit/reports/reports.h"
#include "audit/target.h"
#include "cli/command.h"

namespace keyturn::cli {

/// What `audit` was asked for.
struct AuditWish {
    audit::Target target; ///< Without the account's password.
    audit::ReportFormat format = audit::ReportFormat::Text;
    std::optional<audit::Baseline> baseline;
    QString output; ///< A file; empty: standard output.
};

void addAuditOptions(QCommandLineParser &parser);

/// Errors: Configuration `usage`, `profile_unknown`, `baseline_invalid`; nothing was sent.
[[nodiscard]] core::Result<AuditWish> readAuditWish(const Invocation &invocation);

} // namespace keyturn::cli
