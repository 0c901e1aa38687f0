// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "scenes.h"

#include "ui/audit/auditpage.h"

#include <QCheckBox>
#include <QPushButton>

namespace keyturn::ui::tests {

void Scenes::openAudit(QWidget &window, const QString &name)
{
    using keyturn::audit::Outcome;
    using keyturn::audit::Severity;
    auto *page = window.findChild<audit::AuditPage *>();
    if (!page || !name.contains(QLatin1String("audit")))
        return;
    choosePage(window, QStringLiteral("Audit"));
    if (name == QLatin1String("developer audit before it begins"))
        return page->findChild<QCheckBox *>()->click();
    for (auto *button : page->findChildren<QPushButton *>()) {
        if (button->text().contains(QLatin1String("audit")))
            button->click();
    }
    const QList<keyturn::audit::CheckResult> results{
        FakeAudit::result(11, Outcome::Fail, Severity::Critical), FakeAudit::result(7, Outcome::Fail, Severity::Low),
        FakeAudit::result(39, Outcome::Inconclusive, Severity::High), FakeAudit::result(6, Outcome::Pass, Severity::Medium),
        FakeAudit::result(46, Outcome::NotApplicable, Severity::High)};
    Q_EMIT m_audit.run->progressed({5, 46, results.first().check.title, 40});
    for (const keyturn::audit::CheckResult &result : results)
        Q_EMIT m_audit.run->found(result);
    if (name == QLatin1String("developer audit that goes on"))
        return;
    keyturn::audit::Report report;
    report.results = results;
    keyturn::audit::sortResults(report.results);
    report.stopped = QStringLiteral("The audit's budget of 600 requests is spent (--budget).");
    Q_EMIT m_audit.run->ended(report);
}

} // namespace keyturn::ui::tests
