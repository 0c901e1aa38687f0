// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeaudit.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/audit/auditpage.h"
#include "ui/audit/resultdialog.h"
#include "ui/signin/formfield.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

using keyturn::audit::Outcome;
using keyturn::audit::Severity;

/// The audit's page: what it asks before, what it shows while it goes, and what is left at the end.
class TstAuditPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void withoutMoreItOnlyLooks();
    void anAttackWantsAnAccountAndTheHost();
    void onThisComputerNobodyElseIsHit();
    void withoutPasswordsThereIsNothingToAttackWith();
    void aProviderIsNotAudited();
    void theWorstStandsFirstWhileItGoesOn();
    void itCanBeStopped();
    void anotherAccountLeavesItRunning();
    void itEndsWithATotalAndCanBeSaved();
    void itCanBeginAnew();

private:
    [[nodiscard]] QCheckBox *box(const QString &words) const;
    [[nodiscard]] QPushButton *button(const QString &words) const { return buttonOf(*m_page, words); }
    [[nodiscard]] QListView *list() const { return m_page->findChild<QListView *>(); }
    void begin() const { button(QStringLiteral("Begin the audit"))->click(); }

    std::unique_ptr<FakeAudit> m_port;
    std::unique_ptr<audit::AuditPage> m_page;
};

void TstAuditPage::init()
{
    m_page.reset();
    m_port = std::make_unique<FakeAudit>();
    m_page = std::make_unique<audit::AuditPage>(*m_port);
    m_page->resize(600, 500);
    m_page->show();
    m_page->setAccount(model::AccountId(QStringLiteral("a")));
}

QCheckBox *TstAuditPage::box(const QString &words) const
{
    for (auto *each : m_page->findChildren<QCheckBox *>()) {
        if (each->text().remove(u'&').contains(words))
            return each;
    }
    return nullptr;
}

void TstAuditPage::withoutMoreItOnlyLooks()
{
    QVERIFY(says(*m_page, QStringLiteral("Audit Acme")));
    QVERIFY(button(QStringLiteral("Begin the audit"))->isEnabled());
    begin();
    QCOMPARE(m_port->wishes.size(), 1);
    QVERIFY(m_port->wishes.first().user.isEmpty());
    QVERIFY(!m_port->wishes.first().mayRegister && !m_port->wishes.first().mayStress);
}

void TstAuditPage::anAttackWantsAnAccountAndTheHost()
{
    box(QStringLiteral("Attack"))->click();
    QVERIFY(!button(QStringLiteral("Begin the audit"))->isEnabled());
    fieldOf(*m_page, QStringLiteral("E-mail of your own test account"))->line().setText(QStringLiteral("me@example.com"));
    fieldOf(*m_page, QStringLiteral("Password"))->line().setText(QStringLiteral("secret"));
    QVERIFY(!button(QStringLiteral("Begin the audit"))->isEnabled());
    box(QStringLiteral("acme.example is mine"))->click();
    QVERIFY(button(QStringLiteral("Begin the audit"))->isEnabled());
    box(QStringLiteral("Try limits"))->click();
    begin();
    const audit::Wish &wish = m_port->wishes.first();
    QCOMPARE(wish.user, QStringLiteral("me@example.com"));
    QVERIFY(wish.password == core::Secret("secret"));
    QVERIFY(wish.mayStress && !wish.mayRegister);
}

void TstAuditPage::onThisComputerNobodyElseIsHit()
{
    m_port->about->isHere = true;
    m_page->setAccount(model::AccountId(QStringLiteral("b")));
    box(QStringLiteral("Attack"))->click();
    box(QStringLiteral("Register"))->click();
    QVERIFY(!box(QStringLiteral("is mine"))->isVisible());
    QVERIFY(button(QStringLiteral("Begin the audit"))->isEnabled());
}

void TstAuditPage::withoutPasswordsThereIsNothingToAttackWith()
{
    m_port->about->signsIn = false;
    m_page->setAccount(model::AccountId(QStringLiteral("b")));
    QVERIFY(!box(QStringLiteral("Attack"))->isVisible());
    QVERIFY(button(QStringLiteral("Begin the audit"))->isEnabled());
}

void TstAuditPage::aProviderIsNotAudited()
{
    m_port->about.reset();
    m_page->setAccount(model::AccountId(QStringLiteral("b")));
    QVERIFY(says(*m_page, QStringLiteral("There is no backend to audit")));
}

void TstAuditPage::theWorstStandsFirstWhileItGoesOn()
{
    begin();
    Q_EMIT m_port->run->progressed({1, 46, QStringLiteral("Something is right"), 12});
    QVERIFY(says(*m_page, QStringLiteral("2 of 46: Something is right")));
    QCOMPARE(m_page->findChild<QProgressBar *>()->value(), 1);
    Q_EMIT m_port->run->found(FakeAudit::result(6, Outcome::Pass, Severity::High));
    Q_EMIT m_port->run->found(FakeAudit::result(7, Outcome::Fail, Severity::Low));
    Q_EMIT m_port->run->found(FakeAudit::result(11, Outcome::Fail, Severity::Critical));
    QCOMPARE(list()->model()->rowCount(), 3);
    const auto row = [this](int number) { return list()->model()->index(number, 0).data(Qt::AccessibleTextRole).toString(); };
    QVERIFY(row(0).contains(QStringLiteral("Failed · critical · check 11")));
    QVERIFY(row(1).contains(QStringLiteral("Failed · low · check 7")));
    QVERIFY(row(2).contains(QStringLiteral("Passed · check 6")));
}

void TstAuditPage::itCanBeStopped()
{
    begin();
    button(QStringLiteral("Stop"))->click();
    QVERIFY(m_port->run->isStopped);
}

void TstAuditPage::anotherAccountLeavesItRunning()
{
    begin();
    m_page->setAccount(model::AccountId(QStringLiteral("b")));
    QVERIFY(m_port->run && !m_port->run->isStopped);
    Q_EMIT m_port->run->found(FakeAudit::result(7, Outcome::Fail, Severity::Low));
    m_page->setAccount(model::AccountId(QStringLiteral("a")));
    QCOMPARE(list()->model()->rowCount(), 1);
    QVERIFY(button(QStringLiteral("Stop"))->isVisible());
}

void TstAuditPage::itEndsWithATotalAndCanBeSaved()
{
    begin();
    keyturn::audit::Report report;
    report.results = {FakeAudit::result(11, Outcome::Fail, Severity::High), FakeAudit::result(6, Outcome::Pass, Severity::Low)};
    report.stopped = QStringLiteral("The audit's budget of 2 requests is spent.");
    Q_EMIT m_port->run->ended(report);
    QVERIFY(says(*m_page, QStringLiteral("1 failed")));
    QVERIFY(says(*m_page, QStringLiteral("budget of 2 requests")));
    QVERIFY(!button(QStringLiteral("Stop"))->isVisible());
    for (QAction *action : button(QStringLiteral("More"))->menu()->actions()) {
        if (action->text().contains(QLatin1String("Save")))
            action->trigger();
    }
    auto *dialog = m_page->findChild<QFileDialog *>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(QStringLiteral("/tmp/audit.sarif"));
    QCOMPARE(m_port->saved, QStringList{QStringLiteral("/tmp/audit.sarif")});
    QCOMPARE(m_port->savedReport.results.size(), 2);
    QTest::keyClick(list(), Qt::Key_Home);
    Q_EMIT list()->activated(list()->model()->index(0, 0));
    QVERIFY(m_page->findChild<audit::ResultDialog *>());
}

void TstAuditPage::itCanBeginAnew()
{
    begin();
    Q_EMIT m_port->run->ended(core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    button(QStringLiteral("Again…"))->click();
    QVERIFY(button(QStringLiteral("Begin the audit"))->isVisible());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAuditPage;
KEYTURN_TEST(TstAuditPage)
#include "tst_auditpage.moc"
