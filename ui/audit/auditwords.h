// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report.h"
#include "ui/common/tone.h"

#include <QCoreApplication>

namespace keyturn::ui::audit {

/// An audit's results in words. Titles, evidence and remedies are the report's own, in English.
class AuditWords
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::audit::AuditWords)
public:
    [[nodiscard]] static QString outcome(const keyturn::audit::CheckResult &result); ///< "Failed", "Failed before as well".
    [[nodiscard]] static QString severity(keyturn::audit::Severity severity); ///< "high".
    /// "Failed · high · check 19".
    [[nodiscard]] static QString summary(const keyturn::audit::CheckResult &result);
    [[nodiscard]] static QString iconName(keyturn::audit::Outcome outcome);
    [[nodiscard]] static common::Tone tone(keyturn::audit::Outcome outcome);
    /// "2 failed, 40 passed, 3 do not apply, 1 could not be found out."
    [[nodiscard]] static QString total(const keyturn::audit::Report &report);
};

} // namespace keyturn::ui::audit
