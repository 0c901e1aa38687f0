// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/audit/auditport.h"

#include <QPointer>

namespace keyturn::ui::tests {

/// Audits that find what the test says.
class FakeAudit final : public audit::AuditPort
{
public:
    class Run final : public audit::RunningAudit
    {
    public:
        void stop() override { isStopped = true; }
        bool isStopped = false;
    };

    [[nodiscard]] std::optional<audit::Subject> subject(const model::AccountId &) const override { return about; }
    [[nodiscard]] std::unique_ptr<audit::RunningAudit> start(const model::AccountId &, const audit::Wish &wish) override
    {
        wishes.append(wish);
        auto started = std::make_unique<Run>();
        run = started.get();
        return started;
    }
    [[nodiscard]] core::Result<void> save(const keyturn::audit::Report &report, const QString &path) override
    {
        saved.append(path);
        savedReport = report;
        return {};
    }
    [[nodiscard]] core::Result<keyturn::audit::Report> compared(const keyturn::audit::Report &report, const QString &) override { return report; }

    [[nodiscard]] static keyturn::audit::CheckResult result(int number, keyturn::audit::Outcome outcome, keyturn::audit::Severity severity)
    {
        keyturn::audit::CheckResult result;
        result.check.number = number;
        result.check.id = QStringLiteral("check-%1").arg(number);
        result.check.title = QStringLiteral("The old refresh token is refused after rotation");
        result.check.severity = severity;
        result.check.references = {keyturn::audit::reference(QStringLiteral("RFC 9700 §4.14.2"))};
        result.check.remedy = QStringLiteral("Give a new refresh token with every refresh, and mark the old one as spent.");
        result.outcome = outcome;
        result.evidence = QStringLiteral("The old refresh token is still taken a minute after its rotation.");
        return result;
    }

    std::optional<audit::Subject> about = audit::Subject{QStringLiteral("Acme"), QStringLiteral("acme.example"), false, true, true};
    QList<audit::Wish> wishes;
    QPointer<Run> run; ///< The newest.
    QStringList saved;
    keyturn::audit::Report savedReport;
};

} // namespace keyturn::ui::tests
