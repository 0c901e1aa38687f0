// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/common/namedialog.h"
#include "ui/common/notice.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"

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
    void answer(const core::Result<QList<model::Session>> &result);
    [[nodiscard]] sessions::SessionView *view() const { return m_page->findChild<sessions::SessionView *>(); }
    [[nodiscard]] QStringList revocations() const { return m_port->calls.filter(QStringLiteral("revoke")); }
    [[nodiscard]] QString notices() const;

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeSessions> m_port;
    std::unique_ptr<SessionsPage> m_page;
    QList<model::Session> m_seven; ///< "own", and s0 … s5.
};

void TstSessionLeaf::init()
{
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeSessions>(*m_clock);
    m_seven = {session(QStringLiteral("own"), true, m_clock->now())};
    for (int i = 0; i < 6; ++i)
        m_seven += session(QStringLiteral("s%1").arg(i), false, m_clock->now().addSecs(-60 * i));
    m_page = std::make_unique<SessionsPage>(*m_port);
    m_page->resize(500, 400);
    m_page->setAccount(AccountId(QStringLiteral("a")));
    m_page->show();
    answer(m_seven);
}

void TstSessionLeaf::answer(const core::Result<QList<model::Session>> &result)
{
    m_port->lists.back().finish(known(result));
    QCoreApplication::processEvents();
}

QString TstSessionLeaf::notices() const
{
    QStringList said;
    for (const common::Notice *notice : m_page->findChildren<common::Notice *>())
        said += notice->sentence();
    return said.join(u'\n');
}

void TstSessionLeaf::leavingMarksTheListAsSeen()
{
    QVERIFY(!m_port->calls.contains(QStringLiteral("visited a")));
    m_page->setAccount(AccountId(QStringLiteral("b")));
    QCOMPARE(m_port->calls.count(QStringLiteral("visited a")), 1);
    m_page->hide(); // b's list has not come: nobody has seen it
    QVERIFY(!m_port->calls.contains(QStringLiteral("visited b")));
}

void TstSessionLeaf::whatIsNewIsCounted()
{
    core::Result<history::KnownSessions> listed = known(m_seven);
    listed.value().sessions[2].isNew = true;
    m_page->refresh();
    m_port->lists.back().finish(listed);
    QCoreApplication::processEvents();
    auto *show = m_page->findChild<QComboBox *>();
    QCOMPARE(show->itemText(3), QStringLiteral("New (1)"));
    show->setCurrentIndex(3);
    QCOMPARE(m_page->rows().sessionCount(), 1);
    QVERIFY(m_page->rows().index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("new")));
}

void TstSessionLeaf::aNameIsGivenAndKept()
{
    view()->setCurrentIndex(m_page->rows().index(3, 0));
    QTest::keyClick(view(), Qt::Key_F2);
    auto *dialog = m_page->findChild<common::NameDialog *>();
    QVERIFY(dialog);
    QSignalSpy closed(dialog, &QDialog::accepted);
    dialog->findChild<QLineEdit *>()->setText(QStringLiteral(" Attic\nPC "));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(m_port->calls.last(), QStringLiteral("label a/s0 Attic PC"));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(m_port->calls.last(), QStringLiteral("list a"));
}

void TstSessionLeaf::aNameThatCannotBeKeptSaysSo()
{
    m_port->kept = core::Error{core::ErrorKind::Storage, QStringLiteral("history_failed"), QStringLiteral("disk full")};
    view()->setCurrentIndex(m_page->rows().index(3, 0));
    QTest::keyClick(view(), Qt::Key_F2);
    auto *dialog = m_page->findChild<common::NameDialog *>();
    QTest::keyClick(dialog, Qt::Key_Return);
    QCoreApplication::processEvents();
    QVERIFY(dialog->isVisible());
    QVERIFY(!dialog->findChild<common::Notice *>()->sentence().isEmpty());
}

void TstSessionLeaf::whatIsShownIsExported()
{
    m_page->findChild<sessions::SessionBar *>()->type(QStringLiteral("device s"));
    m_page->exportTo(QStringLiteral("/x.json"));
    QCOMPARE(m_port->calls.last(), QStringLiteral("export /x.json 1"));
    QCOMPARE(m_port->exported.size(), 6);
    QCOMPARE(m_port->exported.first().session.id.toString(), QStringLiteral("s0"));
    QCoreApplication::processEvents();
    QVERIFY(notices().contains(QLatin1String("6 session(s) written to /x.json.")));
    m_port->kept = core::Error{core::ErrorKind::Storage, QStringLiteral("export_failed"), QStringLiteral("/x.json")};
    m_page->exportTo(QStringLiteral("/x.csv"));
    QCoreApplication::processEvents();
    QVERIFY2(!notices().contains(QLatin1String("session(s) written")), qPrintable(notices()));
}

void TstSessionLeaf::whatCannotBeRememberedIsSaid()
{
    core::Result<history::KnownSessions> listed = known(m_seven);
    listed.value().notKept = core::Error{core::ErrorKind::Storage, QStringLiteral("history_failed"), QStringLiteral("disk full")};
    m_page->refresh();
    m_port->lists.back().finish(listed);
    QCoreApplication::processEvents();
    QVERIFY(notices().trimmed().size() > 10);
    QCOMPARE(m_page->rows().sessionCount(), 7); // the list is there all the same
}

void TstSessionLeaf::typingInTheListSearches()
{
    view()->setFocus();
    QTest::keyClicks(view(), QStringLiteral("s"));
    auto *search = m_page->findChild<sessions::SessionBar *>()->findChild<QLineEdit *>();
    QCOMPARE(search->text(), QStringLiteral("s"));
    search->setText(QStringLiteral("device s3"));
    QCOMPARE(m_page->rows().sessionCount(), 1);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(m_page->rows().sessionCount(), 7);
}

void TstSessionLeaf::signingOutEverywhereIsAskedOfTheWindow()
{
    QSignalSpy asked(m_page.get(), &SessionsPage::signOutEverywhereRequested);
    Q_EMIT m_page->findChild<sessions::SessionBar *>()->everywhereRequested();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(revocations(), QStringList());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionLeaf;
KEYTURN_TEST(TstSessionLeaf)
#include "tst_sessionleaf.moc"
