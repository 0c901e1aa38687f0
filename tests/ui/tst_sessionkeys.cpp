// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "sessionbench.h"
#include "support/registry.h"
#include "ui/common/namedialog.h"
#include "ui/sessions/sessiondelegate.h"
#include "ui/sessions/sessiondialog.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTest>

namespace keyturn::ui::tests {

using model::SessionId;
using sessions::RowState;
using sessions::SessionDelegate;
using sessions::SessionListModel;

/// The list by the keyboard, and what its rows say where there is little room.
class TstSessionKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void noKeyStopsAtAHeading_data();
    void noKeyStopsAtAHeading();
    void aClickOnAHeadingChoosesNothing();
    void returnShowsDetailsAndEndsNothing();
    void aDoubleClickShowsDetailsToo();
    void theRingIsSeenAfterAClickToo();
    void theNameDialogSaysWhoseNameAndHowLong();
    void aLongNameLeavesRoomForWhatBecomesOfIt();

private:
    [[nodiscard]] sessions::SessionView *view() const { return m_bench->view(); }
    [[nodiscard]] QModelIndex row(int number) const { return m_bench->page.rows().index(number, 0); }

    std::unique_ptr<SessionBench> m_bench;
};

void TstSessionKeys::init()
{
    m_bench = std::make_unique<SessionBench>();
}

void TstSessionKeys::noKeyStopsAtAHeading_data() // 0: This device, 1: own, 2: Other sessions, 3 … 8
{
    QTest::addColumn<int>("from");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("to");
    QTest::newRow("down") << 1 << Qt::Key_Down << 3;
    QTest::newRow("up") << 3 << Qt::Key_Up << 1;
    QTest::newRow("up at the top") << 1 << Qt::Key_Up << 1;
    QTest::newRow("page up") << 4 << Qt::Key_PageUp << 1;
    QTest::newRow("home") << 5 << Qt::Key_Home << 1;
    QTest::newRow("end") << 1 << Qt::Key_End << 8;
    QTest::newRow("from nowhere") << -1 << Qt::Key_Down << 1;
}

void TstSessionKeys::noKeyStopsAtAHeading()
{
    QFETCH(const int, from);
    QFETCH(const Qt::Key, key);
    view()->setCurrentIndex(from < 0 ? QModelIndex() : row(from));
    QTest::keyClick(view(), key);
    QTEST(view()->currentIndex().row(), "to");
}

void TstSessionKeys::aClickOnAHeadingChoosesNothing()
{
    view()->setCurrentIndex(row(3));
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(row(2)).center());
    QCOMPARE(view()->currentIndex().row(), 3);
}

void TstSessionKeys::returnShowsDetailsAndEndsNothing()
{
    view()->setCurrentIndex(row(3)); // s0
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(m_bench->page.sessionModel().stateOf(SessionId(QStringLiteral("s0"))), RowState::Idle);
    auto *dialog = m_bench->page.findChild<sessions::SessionDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(says(*dialog, QStringLiteral("Device s0")));
    QVERIFY(says(*dialog, QStringLiteral("Debian 12")));
    QVERIFY(says(*dialog, QStringLiteral("2026")));
}

void TstSessionKeys::aDoubleClickShowsDetailsToo()
{
    const QPoint place = view()->visualRect(row(3)).topLeft() + QPoint(40, 10);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, place);
    QVERIFY(m_bench->page.findChild<sessions::SessionDialog *>());
    QCOMPARE(m_bench->revocations(), QStringList());
}

void TstSessionKeys::theRingIsSeenAfterAClickToo()
{
    m_bench->page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_bench->page));
    const QRect place = view()->visualRect(row(3));
    const auto ringed = [this, place] { // the middle of the plate's left edge
        const QImage picture = view()->viewport()->grab().toImage();
        return picture.pixelColor(place.left() + 9, place.center().y()) != picture.pixelColor(place.left() + 14, place.center().y());
    };
    QVERIFY(!ringed());
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, place.topLeft() + QPoint(60, 10));
    QVERIFY(view()->hasFocus());
    QVERIFY(ringed());
}

void TstSessionKeys::theNameDialogSaysWhoseNameAndHowLong()
{
    view()->setCurrentIndex(row(4)); // s1
    QTest::keyClick(view(), Qt::Key_F2);
    auto *dialog = m_bench->page.findChild<common::NameDialog *>();
    QVERIFY(says(*dialog, QStringLiteral("Device s1")));
    auto *line = dialog->findChild<QLineEdit *>();
    auto *notice = dialog->findChild<common::Notice *>();
    QGuiApplication::clipboard()->setText(QString(81, u'x'));
    line->selectAll();
    line->paste();
    QCOMPARE(line->text().size(), 80);
    QVERIFY2(notice->sentence().contains(QLatin1String("at most 80 characters")), qPrintable(notice->sentence()));
    QTest::keyClick(line, Qt::Key_Backspace);
    QCOMPARE(notice->sentence(), QString());
    QTest::keyClicks(line, QStringLiteral("yz"));
    QVERIFY(!notice->sentence().isEmpty());
}

void TstSessionKeys::aLongNameLeavesRoomForWhatBecomesOfIt()
{
    core::Result<history::KnownSessions> listed = known(m_bench->seven);
    listed.value().sessions[1].label = QStringLiteral("The old computer that stands in the attic below the roof");
    m_bench->page.refresh();
    m_bench->port.lists.back().finish(listed);
    QCoreApplication::processEvents();
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    const QFontMetrics metrics(view()->font());
    const int width = metrics.horizontalAdvance(QStringLiteral("The old computer — will be signed out"));
    const QString shown = SessionDelegate::title(row(3), metrics, width);
    QVERIFY2(shown.endsWith(QStringLiteral("— will be signed out")), qPrintable(shown));
    QVERIFY2(shown.startsWith(QLatin1String("The old")), qPrintable(shown));
    QVERIFY(metrics.horizontalAdvance(shown) <= width);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionKeys;
KEYTURN_TEST(TstSessionKeys)
#include "tst_sessionkeys.moc"
