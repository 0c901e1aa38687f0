// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/auditwords.h"

namespace keyturn::ui::audit {

using keyturn::audit::CheckResult;
using keyturn::audit::Outcome;
using keyturn::audit::Severity;

QString AuditWords::outcome(const CheckResult &result)
{
    switch (result.outcome) {
    case Outcome::Pass:
        return tr("Passed");
    case Outcome::Fail:
        return result.isKnown ? tr("Failed before as well") : tr("Failed");
    case Outcome::NotApplicable:
        return tr("Does not apply");
    case Outcome::Inconclusive:
        break;
    }
    return tr("Could not be found out");
}

QString AuditWords::severity(Severity severity)
{
    switch (severity) {
    case Severity::Low:
        return tr("low");
    case Severity::Medium:
        return tr("medium");
    case Severity::High:
        return tr("high");
    case Severity::Critical:
        break;
    }
    return tr("critical");
}

QString AuditWords::summary(const CheckResult &result)
{
    if (result.outcome != Outcome::Fail)
        return tr("%1 · check %2").arg(outcome(result)).arg(result.check.number);
    return tr("%1 · %2 · check %3").arg(outcome(result), severity(result.check.severity)).arg(result.check.number);
}

QString AuditWords::iconName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Pass:
        return QStringLiteral("circle-check");
    case Outcome::Fail:
        return QStringLiteral("circle-x");
    case Outcome::NotApplicable:
        return QStringLiteral("circle-minus");
    case Outcome::Inconclusive:
        break;
    }
    return QStringLiteral("circle-alert");
}

common::Tone AuditWords::tone(Outcome outcome)
{
    if (outcome == Outcome::Fail)
        return common::Tone::Warning;
    return outcome == Outcome::Pass ? common::Tone::Accent : common::Tone::Muted;
}

QString AuditWords::total(const keyturn::audit::Report &report)
{
    const QStringList parts{tr("%n failed", nullptr, report.count(Outcome::Fail)), tr("%n passed", nullptr, report.count(Outcome::Pass)),
                            tr("%n do not apply", nullptr, report.count(Outcome::NotApplicable)),
                            tr("%n could not be found out", nullptr, report.count(Outcome::Inconclusive))};
    return parts.join(QStringLiteral(" · "));
}

} // namespace keyturn::ui::audit
