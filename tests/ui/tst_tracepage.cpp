// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "faketrace.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/trace/entrydialog.h"
#include "ui/trace/timingbar.h"
#include "ui/trace/tracelistmodel.h"
#include "ui/trace/tracepage.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

namespace keyturn::ui::tests {

using model::AccountId;
using net::EntryKind;
using trace::EntryDialog;
using trace::TraceListModel;
using trace::TracePage;

/// The trace in the window.
class TstTracePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingIsAskedForBeforeItIsSeen();
    void eachStepIsToldInOneRow();
    void aRowIsSpokenWhole();
    void whatIsSaidMeanwhileComesBelow();
    void whoReadsAboveStaysThere();
    void manyRowsHaveNoWidgets();
    void itIsFiltered();
    void anEmptyListSaysWhy();
    void aRecordingIsShownUntilItIsClosed();
    void aRecordingThatCannotBeReadIsSaid();
    void whatIsShownIsExported();
    void clearingAsksFirst();
    void aStepOpensWithAllThatWasSaid();
    void timeIsToldInItsPhases();

private:
    void show();
    void settle()
    {
        m_clock->advance(TracePage::pause);
        QTest::qWait(0);
    }
    [[nodiscard]] QStringList rows() const;
    [[nodiscard]] QListView *list() const; ///< Not the one of the combo box.
    [[nodiscard]] QAction *menuItem(const QString &text) const;
    [[nodiscard]] QString notice() const { return m_page->findChild<common::Notice *>()->sentence(); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeTrace> m_port;
    std::unique_ptr<TracePage> m_page;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TstTracePage::init()
{
    m_tester.reset();
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeTrace>(*m_clock);
    m_port->addSignIn();
    m_page = std::make_unique<TracePage>(*m_port);
    m_tester = std::make_unique<QAbstractItemModelTester>(&m_page->traceModel(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_page->resize(700, 420);
    m_page->setAccount(AccountId(QStringLiteral("ada")));
}

void TstTracePage::show()
{
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QTRY_COMPARE(m_page->traceModel().rowCount(), int(m_port->list.size()));
}

QStringList TstTracePage::rows() const
{
    QStringList rows;
    for (const trace::Kept &kept : m_page->traceModel().entries())
        rows += kept.exchange.purpose;
    return rows;
}

QListView *TstTracePage::list() const
{
    const QList<QListView *> views = m_page->findChildren<QListView *>();
    const auto own = std::find_if(views.begin(), views.end(), [this](const QListView *view) { return view->model() == &m_page->traceModel(); });
    return own == views.end() ? nullptr : *own;
}

QAction *TstTracePage::menuItem(const QString &text) const
{
    for (auto *menu : m_page->findChildren<QMenu *>()) {
        for (QAction *action : menu->actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
    }
    return nullptr;
}

void TstTracePage::nothingIsAskedForBeforeItIsSeen()
{
    Q_EMIT m_port->changed();
    settle();
    QCOMPARE(m_port->questions, 0);
    show();
    QCOMPARE(m_port->asked, AccountId(QStringLiteral("ada")));
}

void TstTracePage::eachStepIsToldInOneRow()
{
    show();
    const TraceListModel &model = m_page->traceModel();
    QCOMPARE(model.index(4, 0).data(TraceListModel::RequestRole).toString(), QStringLiteral("POST /token"));
    const QString meaning = model.index(4, 0).data(TraceListModel::MeaningRole).toString();
    QVERIFY2(meaning.contains(QStringLiteral("200 · 41 ms · What Keyturn holds")), qPrintable(meaning));
    QCOMPARE(model.names(),
             (QStringList{QStringLiteral("Keyturn"), QStringLiteral("Browser"), QStringLiteral("id.acme.example"), QStringLiteral("acme.example")}));
    QVERIFY(model.index(7, 0).data(TraceListModel::FailedRole).toBool());
    QVERIFY(!model.index(6, 0).data(TraceListModel::FailedRole).toBool());
}

void TstTracePage::aRowIsSpokenWhole()
{
    show();
    const QString spoken = m_page->traceModel().index(2, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(spoken.startsWith(QLatin1String("Browser to Keyturn: GET /callback")) && spoken.endsWith(QLatin1String("with the answer.")),
             qPrintable(spoken));
    QCOMPARE(namelessIn(*m_page), QString());
    QCOMPARE(sharedMnemonicIn(*m_page), QString());
    QCOMPARE(mnemonicFaultIn(*m_page->findChild<QMenu *>()), QString());
}

void TstTracePage::whatIsSaidMeanwhileComesBelow()
{
    show();
    const int before = m_port->questions;
    for (int i = 0; i < 5; ++i) {
        m_port->add(EntryKind::Exchange, QStringLiteral("sessions"), "https://acme.example/api/sessions", 200, 901 + i);
        Q_EMIT m_port->changed();
    }
    settle();
    QTRY_COMPARE(m_page->traceModel().rowCount(), 13);
    QCOMPARE(m_port->questions, before + 1); // once for all five
    const auto *bar = list()->verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void TstTracePage::whoReadsAboveStaysThere()
{
    for (int i = 0; i < 40; ++i)
        m_port->add(EntryKind::Exchange, QStringLiteral("sessions"), "https://acme.example/api/sessions", 200, 901 + i);
    show();
    auto *bar = list()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(0);
    m_port->add(EntryKind::Exchange, QStringLiteral("sessions"), "https://acme.example/api/sessions", 200, 1000);
    Q_EMIT m_port->changed();
    settle();
    QTRY_COMPARE(m_page->traceModel().rowCount(), 49);
    QCOMPARE(bar->value(), 0);
}

void TstTracePage::manyRowsHaveNoWidgets()
{
    for (int i = 0; i < 3000; ++i)
        m_port->add(EntryKind::Exchange, QStringLiteral("sessions"), "https://acme.example/api/sessions", 200, 901 + i);
    show();
    QVERIFY(m_page->findChildren<QWidget *>().size() < 60);
}

void TstTracePage::itIsFiltered()
{
    show();
    m_page->findChild<QCheckBox *>()->click();
    QTRY_COMPARE(rows(), QStringList{QStringLiteral("refresh")});
    m_page->findChild<QCheckBox *>()->click();
    auto *purposes = m_page->findChild<QComboBox *>();
    purposes->setCurrentText(QStringLiteral("token"));
    QTRY_COMPARE(rows(), QStringList{QStringLiteral("token")});
    purposes->setCurrentIndex(0);
    m_page->findChild<QLineEdit *>()->setText(QStringLiteral("API/sess"));
    settle();
    QTRY_COMPARE(rows(), QStringList{QStringLiteral("sessions")});
}

void TstTracePage::anEmptyListSaysWhy()
{
    show();
    m_page->findChild<QLineEdit *>()->setText(QStringLiteral("nobody said this"));
    settle();
    QTRY_VERIFY(says(*m_page, QStringLiteral("Nothing like that was said")));
    m_page->findChild<QLineEdit *>()->clear();
    m_port->list.clear();
    settle();
    QTRY_VERIFY(says(*m_page, QStringLiteral("Nothing has been said yet")));
    QVERIFY(!menuItem(QStringLiteral("Export…"))->isEnabled());
}

void TstTracePage::aRecordingIsShownUntilItIsClosed()
{
    show();
    m_port->recording = QList<trace::Kept>{m_port->list.at(4), m_port->list.at(7)};
    m_page->openRecording(QStringLiteral("/tmp/theirs.har"));
    QTRY_COMPARE(rows(), (QStringList{QStringLiteral("token"), QStringLiteral("refresh")}));
    QVERIFY2(notice().contains(QLatin1String("theirs.har")), qPrintable(notice()));
    m_page->findChild<QCheckBox *>()->click(); // a recording is filtered too
    QCOMPARE(rows(), QStringList{QStringLiteral("refresh")});
    m_page->findChild<QCheckBox *>()->click();
    QVERIFY(!menuItem(QStringLiteral("Clear…"))->isVisible());
    menuItem(QStringLiteral("Close the recording"))->trigger();
    QTRY_COMPARE(rows().size(), m_port->list.size());
    QVERIFY(notice().isEmpty());
}

void TstTracePage::aRecordingThatCannotBeReadIsSaid()
{
    show();
    m_port->recording = core::Error{core::ErrorKind::Configuration, QStringLiteral("har_invalid"), QStringLiteral("no /log/entries")};
    m_page->openRecording(QStringLiteral("/tmp/theirs.har"));
    QTRY_VERIFY2(notice().contains(QLatin1String("no /log/entries")), qPrintable(notice()));
    QCOMPARE(rows().size(), m_port->list.size());
}

void TstTracePage::whatIsShownIsExported()
{
    show();
    m_page->findChild<QCheckBox *>()->click();
    QTRY_COMPARE(rows().size(), 1);
    m_page->exportTo(QStringLiteral("/tmp/x.har"));
    QCOMPARE(m_port->exported, QStringLiteral("1 to /tmp/x.har"));
    QVERIFY(notice().contains(QLatin1String("/tmp/x.har")));
}

void TstTracePage::clearingAsksFirst()
{
    show();
    menuItem(QStringLiteral("Clear…"))->trigger();
    QVERIFY(m_port->cleared.isEmpty());
    QDialog *question = questionOver(*m_page);
    QVERIFY(question);
    question->accept();
    QTRY_COMPARE(m_port->cleared, AccountId(QStringLiteral("ada")));
    QTRY_COMPARE(rows().size(), 0);
}

void TstTracePage::aStepOpensWithAllThatWasSaid()
{
    show();
    list()->setCurrentIndex(m_page->traceModel().index(4, 0));
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Return);
    auto *dialog = m_page->findChild<EntryDialog *>();
    QVERIFY(dialog);
    const QString text = dialog->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY2(text.startsWith(QLatin1String("POST https://id.acme.example/token\nContent-Type: application/x-www-form-urlencoded\n")),
             qPrintable(text));
    QVERIFY2(text.contains(QLatin1String("code = <secret #1a2b3c4d>")) && text.contains(QLatin1String("    \"expires_in\": 900")), qPrintable(text));
    QVERIFY(buttonOf(*dialog, QStringLiteral("RFC 6749 §4.1.3")));
}

void TstTracePage::timeIsToldInItsPhases()
{
    const trace::TimingBar bar(keyturn::trace::timingsOf(m_port->list.at(4).exchange));
    QCOMPARE(bar.accessibleName(), QStringLiteral("queued 1 ms · connecting 11 ms · sending 1 ms · waiting 25 ms · receiving 3 ms"));
    QCOMPARE(trace::TimingBar({}).words(), QStringLiteral("less than 1 ms"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstTracePage;
KEYTURN_TEST(TstTracePage)
#include "tst_tracepage.moc"
