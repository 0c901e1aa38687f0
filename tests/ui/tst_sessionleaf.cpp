// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "sessionbench.h"
#include "support/registry.h"
#include "ui/common/namedialog.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessionrows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using model::AccountId;
using sessions::SessionsPage;

/// What the leaf remembers, looks for and writes.
class TstSessionLeaf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void leavingMarksTheListAsSeen();
    void whatIsNewIsCounted();
    void aNameIsGivenAndKept();
    void aNameThatCannotBeKeptSaysSo();
    void whatIsShownIsExported();
    void whatCannotBeRememberedIsSaid();
    void typingInTheListSearches();
    void signingOutEverywhereIsAskedOfTheWindow();

private:
    void answer(const core::Result<QList<model::Session>> &result) { m_bench->answer(result); }
    [[nodiscard]] sessions::SessionView *view() const { return m_bench->view(); }
    [[nodiscard]] QStringList revocations() const { return m_bench->revocations(); }
    [[nodiscard]] QString notices() const { return m_bench->notices(); }

    std::unique_ptr<SessionBench> m_bench;
};

void TstSessionLeaf::init()
{
    m_bench = std::make_unique<SessionBench>();
}

void TstSessionLeaf::leavingMarksTheListAsSeen()
{
    QVERIFY(!m_bench->port.calls.contains(QStringLiteral("visited a")));
    m_bench->page.setAccount(AccountId(QStringLiteral("b")));
    QCOMPARE(m_bench->port.calls.count(QStringLiteral("visited a")), 1);
    m_bench->page.hide(); // b's list has not come: nobody has seen it
    QVERIFY(!m_bench->port.calls.contains(QStringLiteral("visited b")));
}

void TstSessionLeaf::whatIsNewIsCounted()
{
    core::Result<history::KnownSessions> listed = known(m_bench->seven);
    listed.value().sessions[2].isNew = true;
    m_bench->page.refresh();
    m_bench->port.lists.back().finish(listed);
    QCoreApplication::processEvents();
    auto *show = m_bench->page.findChild<QComboBox *>();
    QCOMPARE(show->itemText(3), QStringLiteral("New (1)"));
    show->setCurrentIndex(3);
    QCOMPARE(m_bench->page.rows().sessionCount(), 1);
    QVERIFY(m_bench->page.rows().index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("new")));
}

void TstSessionLeaf::aNameIsGivenAndKept()
{
    view()->setCurrentIndex(m_bench->page.rows().index(3, 0));
    QTest::keyClick(view(), Qt::Key_F2);
    auto *dialog = m_bench->page.findChild<common::NameDialog *>();
    QVERIFY(dialog);
    QSignalSpy closed(dialog, &QDialog::accepted);
    dialog->findChild<QLineEdit *>()->setText(QStringLiteral(" Attic\nPC "));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("label a/s0 Attic PC"));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("list a"));
}

void TstSessionLeaf::aNameThatCannotBeKeptSaysSo()
{
    m_bench->port.kept = core::Error{core::ErrorKind::Storage, QStringLiteral("history_failed"), QStringLiteral("disk full")};
    view()->setCurrentIndex(m_bench->page.rows().index(3, 0));
    QTest::keyClick(view(), Qt::Key_F2);
    auto *dialog = m_bench->page.findChild<common::NameDialog *>();
    QTest::keyClick(dialog, Qt::Key_Return);
    QCoreApplication::processEvents();
    QVERIFY(dialog->isVisible());
    QVERIFY(!dialog->findChild<common::Notice *>()->sentence().isEmpty());
}

void TstSessionLeaf::whatIsShownIsExported()
{
    m_bench->page.findChild<sessions::SessionBar *>()->type(QStringLiteral("device s"));
    m_bench->page.exportTo(QStringLiteral("/x.json"));
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("export /x.json 1"));
    QCOMPARE(m_bench->port.exported.size(), 6);
    QCOMPARE(m_bench->port.exported.first().session.id.toString(), QStringLiteral("s0"));
    QCoreApplication::processEvents();
    QVERIFY(notices().contains(QLatin1String("6 session(s) written to /x.json.")));
    m_bench->port.kept = core::Error{core::ErrorKind::Storage, QStringLiteral("export_failed"), QStringLiteral("/x.json")};
    m_bench->page.exportTo(QStringLiteral("/x.csv"));
    QCoreApplication::processEvents();
    QVERIFY2(!notices().contains(QLatin1String("session(s) written")), qPrintable(notices()));
}

void TstSessionLeaf::whatCannotBeRememberedIsSaid()
{
    core::Result<history::KnownSessions> listed = known(m_bench->seven);
    listed.value().notKept = core::Error{core::ErrorKind::Storage, QStringLiteral("history_failed"), QStringLiteral("disk full")};
    m_bench->page.refresh();
    m_bench->port.lists.back().finish(listed);
    QCoreApplication::processEvents();
    QVERIFY(notices().trimmed().size() > 10);
    QCOMPARE(m_bench->page.rows().sessionCount(), 7); // the list is there all the same
}

void TstSessionLeaf::typingInTheListSearches()
{
    view()->setFocus();
    QTest::keyClicks(view(), QStringLiteral("s"));
    auto *search = m_bench->page.findChild<sessions::SessionBar *>()->findChild<QLineEdit *>();
    QCOMPARE(search->text(), QStringLiteral("s"));
    search->setText(QStringLiteral("device s3"));
    QCOMPARE(m_bench->page.rows().sessionCount(), 1);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(m_bench->page.rows().sessionCount(), 7);
}

void TstSessionLeaf::signingOutEverywhereIsAskedOfTheWindow()
{
    QSignalSpy asked(&m_bench->page, &SessionsPage::signOutEverywhereRequested);
    Q_EMIT m_bench->page.findChild<sessions::SessionBar *>()->everywhereRequested();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(revocations(), QStringList());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionLeaf;
KEYTURN_TEST(TstSessionLeaf)
#include "tst_sessionleaf.moc"
