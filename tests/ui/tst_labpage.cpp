// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakelab.h"
#include "faketrace.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/lab/clocknotice.h"
#include "ui/lab/labpage.h"
#include "windowbench.h"

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <memory>

namespace keyturn::ui::tests {

using keyturn::lab::ArmedFault;
using keyturn::lab::FaultKind;
using keyturn::lab::FaultList;
using lab::LabPage;
using mainwindow::Leaf;
using mainwindow::MainWindow;
using model::AccountId;

/// Experiments with an account's tokens: they are done when it is wanted, asked about where they cost something, and say what came of them.
class TstLabPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void anExperimentIsDoneAndSaysWhatCameOfIt();
    void whatMayEndTheSessionIsAskedAbout_data();
    void whatMayEndTheSessionIsAskedAbout();
    void oneAtATime();
    void theWheelChoosesNothing();
    void whatIsRefusedIsSaid();
    void eachAccountKeepsWhatCameOfItsOwn();
    void theStepsLeadToTraceAndActivity();
    void aWrongClockIsSaidOverEveryLeaf();
    void aBackendWithoutFaultsIsSaidToHaveNone();
    void faultsAreArmedAndCleared();
    void whatTheServerRefusesIsSaid();
    void everythingHasAName();
    void theKeyboardComesToItInOrder();

private:
    [[nodiscard]] LabPage &page() const { return *m_window->findChild<LabPage *>(); }
    void press(const QString &text);
    void answer(const core::Result<lab::Report> &report);
    void offerFaults();
    template <class Widget> [[nodiscard]] Widget &named(const QString &name) const
    {
        const QList<Widget *> all = page().findChildren<Widget *>();
        return **std::find_if(all.begin(), all.end(), [&name](const Widget *one) { return one->accessibleName() == name; });
    }

    std::unique_ptr<WindowBench> m_bench;
    FakeLab m_lab;
    std::unique_ptr<FakeTrace> m_trace;
    std::unique_ptr<MainWindow> m_window;
};

void TstLabPage::init()
{
    m_window.reset();
    m_lab.setAhead(std::chrono::seconds(0));
    m_lab.offered = core::Error{core::ErrorKind::Configuration, QStringLiteral("faults_not_offered"), {}};
    m_lab.armAnswer.reset();
    m_lab.armed.clear();
    m_lab.running.clear();
    m_bench = std::make_unique<WindowBench>();
    mainwindow::Ports ports = m_bench->ports();
    ports.lab = &m_lab;
    m_trace = std::make_unique<FakeTrace>(m_bench->clock);
    ports.trace = m_trace.get();
    m_window = std::make_unique<MainWindow>(ports);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    auto *pages = m_window->findChildren<QTabBar *>().last();
    for (int tab = 0; tab < pages->count(); ++tab) {
        if (pages->tabText(tab) == QLatin1String("La&b"))
            pages->setCurrentIndex(tab);
    }
    QCoreApplication::processEvents();
    QVERIFY(page().isVisible());
    m_lab.calls.clear();
}

void TstLabPage::press(const QString &text)
{
    QPushButton *button = buttonOf(page(), text);
    QVERIFY2(button && button->isEnabled(), qPrintable(text));
    button->click();
}

void TstLabPage::answer(const core::Result<lab::Report> &report)
{
    m_lab.running.back().finish(report);
    QCoreApplication::processEvents();
}

void TstLabPage::offerFaults()
{
    m_lab.offered =
        FaultList{{{QStringLiteral("7"), QStringLiteral("unavailable=3"), QStringLiteral("POST"), QStringLiteral("/api/auth/refresh"), 2}},
                  {FaultKind{QStringLiteral("latency"), QStringLiteral("milliseconds"), QStringLiteral("Later.")},
                   FaultKind{QStringLiteral("drop-after"), {}, QStringLiteral("No answer.")}}};
    m_window->showAccount(AccountId(QStringLiteral("b")), Leaf::Developer);
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    QCoreApplication::processEvents();
    m_lab.calls.clear();
}

void TstLabPage::anExperimentIsDoneAndSaysWhatCameOfIt()
{
    press(QStringLiteral("Refresh"));
    QCOMPARE(m_lab.calls, QStringList{QStringLiteral("refresh a")});
    lab::Report report;
    report.verdict = keyturn::lab::Verdict::Rotated;
    report.steps = {{keyturn::lab::Act::Refresh, {}, std::chrono::milliseconds(42), {}, true, true, {}}};
    answer(report);
    QVERIFY(says(page(), QStringLiteral("Renewed, with a new refresh token: Acme rotates them.")));
    QVERIFY(says(page(), QStringLiteral("Refresh: new access token, new refresh token · 42 ms")));
}

void TstLabPage::whatMayEndTheSessionIsAskedAbout_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("call");
    QTest::newRow("twice") << QStringLiteral("Use twice…") << QStringLiteral("twice a");
    QTest::newRow("dropped") << QStringLiteral("Drop…") << QStringLiteral("drop-reply a");
    QTest::newRow("revoked") << QStringLiteral("Revoke…") << QStringLiteral("revoke a");
}

void TstLabPage::whatMayEndTheSessionIsAskedAbout()
{
    QFETCH(const QString, button);
    QFETCH(const QString, call);
    press(button);
    QVERIFY(m_lab.calls.isEmpty());
    QDialog *question = questionOver(*m_window);
    QVERIFY(question);
    QVERIFY(says(*question, QStringLiteral("sign in again")));
    question->reject();
    QVERIFY(m_lab.calls.isEmpty());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    press(button);
    questionOver(*m_window)->accept();
    QCOMPARE(m_lab.calls, QStringList{call});
}

void TstLabPage::oneAtATime()
{
    auto *expire = buttonOf(page(), QStringLiteral("Expire"));
    expire->setFocus();
    press(QStringLiteral("Expire"));
    QVERIFY(!buttonOf(page(), QStringLiteral("Refresh"))->isEnabled());
    QCOMPARE(m_window->focusWidget(), expire); // else the next key would be another button's
    const qsizetype asked = m_lab.calls.size();
    press(QStringLiteral("Expire"));
    QCOMPARE(m_lab.calls.size(), asked);
    answer(FakeLab::reuse());
    QVERIFY(buttonOf(page(), QStringLiteral("Refresh"))->isEnabled());
    QCOMPARE(m_window->focusWidget(), expire);
}

/// The page scrolls by it; what the pointer passes stays as it is.
void TstLabPage::theWheelChoosesNothing()
{
    offerFaults();
    for (auto *box : page().findChildren<QComboBox *>()) {
        const int before = box->currentIndex();
        QWheelEvent turn(QPointF(2, 2), box->mapToGlobal(QPointF(2, 2)), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(box, &turn);
        QCOMPARE(box->currentIndex(), before);
    }
}

void TstLabPage::whatIsRefusedIsSaid()
{
    press(QStringLiteral("Expire"));
    answer(core::Error{core::ErrorKind::Rejected, QStringLiteral("lab_needs_refresh_token"), {}});
    QVERIFY(says(page(), QStringLiteral("Acme gave this account no refresh token")));
}

void TstLabPage::eachAccountKeepsWhatCameOfItsOwn()
{
    press(QStringLiteral("Spoil"));
    m_window->showAccount(AccountId(QStringLiteral("b")), Leaf::Developer);
    QVERIFY(buttonOf(page(), QStringLiteral("Spoil"))->isEnabled());
    answer(FakeLab::reuse());
    QVERIFY(!says(page(), QStringLiteral("noticed the reuse")));
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    QVERIFY(says(page(), QStringLiteral("noticed the reuse")));
}

void TstLabPage::theStepsLeadToTraceAndActivity()
{
    press(QStringLiteral("Spoil"));
    answer(FakeLab::reuse());
    press(QStringLiteral("Show in Activity"));
    QVERIFY(!page().isVisible());
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Developer);
    QVERIFY(page().isVisible());
    press(QStringLiteral("Show in Trace"));
    QVERIFY(!page().isVisible());
}

void TstLabPage::aWrongClockIsSaidOverEveryLeaf()
{
    lab::ClockNotice &notice = page().clockNotice();
    QVERIFY(!notice.isVisible());
    named<QComboBox>(QStringLiteral("By how much")).setCurrentIndex(3);
    press(QStringLiteral("Set"));
    QCOMPARE(m_lab.calls, QStringList{QStringLiteral("skew a -600")});
    QVERIFY(notice.isVisible());
    QVERIFY(says(notice, QStringLiteral("This program's clock is 10 min behind.")));
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Overview);
    QVERIFY(notice.isVisible());
    buttonOf(notice, QStringLiteral("Set right"))->click();
    QCOMPARE(m_lab.ahead(), std::chrono::seconds(0));
    QVERIFY(!notice.isVisible());
}

void TstLabPage::aBackendWithoutFaultsIsSaidToHaveNone()
{
    QVERIFY(says(page(), QStringLiteral("Acme has no faults to switch on. Where it is a keyturn-backend, start it with --faults.")));
    QVERIFY(!buttonOf(page(), QStringLiteral("Arm")) || !buttonOf(page(), QStringLiteral("Arm"))->isVisible());
}

void TstLabPage::faultsAreArmedAndCleared()
{
    offerFaults();
    QVERIFY(says(page(), QStringLiteral("Armed: unavailable=3 for POST /api/auth/refresh, 2 more times")));
    QVERIFY(says(page(), QStringLiteral("Later.")));
    named<QLineEdit>(QStringLiteral("Its number")).setText(QStringLiteral("50"));
    named<QLineEdit>(QStringLiteral("Only for this path")).setText(QStringLiteral("/api/*"));
    press(QStringLiteral("Arm"));
    QCoreApplication::processEvents();
    QCOMPARE(m_lab.armed, QList{(ArmedFault{{}, QStringLiteral("latency=50"), {}, QStringLiteral("/api/*"), 1})});
    QCOMPARE(m_lab.calls, QStringList{QStringLiteral("faults a")}); // what it says now is shown
    named<QComboBox>(QStringLiteral("Fault")).setCurrentIndex(1);
    QVERIFY(!named<QLineEdit>(QStringLiteral("Its number")).isEnabled());
    named<QComboBox>(QStringLiteral("For how many requests")).setCurrentIndex(3);
    press(QStringLiteral("Arm"));
    QCoreApplication::processEvents();
    QCOMPARE(m_lab.armed.last().fault, QStringLiteral("drop-after"));
    QVERIFY(!m_lab.armed.last().left);
    m_lab.calls.clear();
    press(QStringLiteral("Clear"));
    QCoreApplication::processEvents();
    QCOMPARE(m_lab.calls, (QStringList{QStringLiteral("clear 7"), QStringLiteral("faults a")}));
}

void TstLabPage::whatTheServerRefusesIsSaid()
{
    offerFaults();
    m_lab.armAnswer = core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}};
    press(QStringLiteral("Arm"));
    QCoreApplication::processEvents();
    QVERIFY(says(page(), QStringLiteral("Acme does not answer")));
}

void TstLabPage::everythingHasAName()
{
    offerFaults();
    press(QStringLiteral("Spoil"));
    answer(FakeLab::reuse());
    QCOMPARE(namelessIn(page()), QString());
}

void TstLabPage::theKeyboardComesToItInOrder()
{
    offerFaults();
    QStringList names;
    for (QWidget *next = page().nextInFocusChain(); next != &page(); next = next->nextInFocusChain()) {
        if (page().isAncestorOf(next) && next->isVisible() && next->isEnabled() && next->focusPolicy() & Qt::TabFocus
            && !next->accessibleName().isEmpty())
            names += next->accessibleName();
    }
    QCOMPARE(names,
             (QStringList{QStringLiteral("Let the access token run out"), QStringLiteral("Spoil the access token"), QStringLiteral("Refresh now"),
                          QStringLiteral("Refresh twice with the same token"), QStringLiteral("Drop the reply"), QStringLiteral("Revoke the tokens"),
                          QStringLiteral("By how much"), QStringLiteral("Skew the clock"), QStringLiteral("Fault"), QStringLiteral("Its number"),
                          QStringLiteral("For how many requests"), QStringLiteral("Only for this path"),
                          QStringLiteral("Clear unavailable=3 for POST /api/auth/refresh, 2 more times")}));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstLabPage;
KEYTURN_TEST(TstLabPage)
#include "tst_labpage.moc"
