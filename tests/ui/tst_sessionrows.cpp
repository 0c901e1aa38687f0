// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/sessions/sessionbar.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyledItemDelegate>
#include <QTest>

namespace keyturn::ui::tests {

using sessions::Doings;
using sessions::RowState;
using sessions::SessionListModel;
using sessions::SessionRows;
using sessions::SessionView;
using sessions::Show;

/// Which sessions stand where.
class TstSessionRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void endedOnesStandLastWithTheirCause();
    void filtersLeaveWhatTheyName_data();
    void filtersLeaveWhatTheyName();
    void wordsAreLookedForInEverythingThatIsShown_data();
    void wordsAreLookedForInEverythingThatIsShown();
    void theModelKeepsItsPromises();
    void anotherOrderIsShownWhenOneIsUsed();
    void whatIsChosenAndWhereTheListStandsStays();
    void whoWorksThroughTheListStaysWhereTheyWere();
    void shiftAndEndChooseAllBetween();
    void aFailureMakesItsRowHigherAndGoesAgain();
    void rowsOfALongListAreNotAskedForTheirHeight();
    void hostileTextStaysOnItsLine();

private:
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] int rowNamed(const QString &name) const;

    FakeClock m_clock;
    std::unique_ptr<SessionListModel> m_model;
    std::unique_ptr<SessionRows> m_rows;
    QList<history::KnownSession> m_all;
};

void TstSessionRows::init()
{
    m_rows.reset();
    m_model = std::make_unique<SessionListModel>();
    m_rows = std::make_unique<SessionRows>(*m_model);
    const QDateTime now = m_clock.now();
    m_all = {known(session(QStringLiteral("old"), false, now.addDays(-31))), known(session(QStringLiteral("gone"), false, now.addDays(-9))),
             known(session(QStringLiteral("web"), false, now.addDays(-3))), known(session(QStringLiteral("own"), true, now.addDays(-40)))};
    m_all[1].session.endedAt = now.addDays(-2);
    m_all[1].session.cause = QStringLiteral("signed_out_here");
    m_all[2].session.app = QStringLiteral("Firefox");
    m_all[2].session.place = QStringLiteral("Köln");
    m_all[2].isNew = true;
    m_all[0].label = QStringLiteral("The old laptop");
    m_model->setSessions(m_all, now);
}

QStringList TstSessionRows::names() const
{
    QStringList found;
    for (int row = 0; row < m_rows->rowCount(); ++row)
        found += m_rows->index(row, 0).data().toString();
    return found;
}

int TstSessionRows::rowNamed(const QString &name) const
{
    return int(names().indexOf(name));
}

void TstSessionRows::endedOnesStandLastWithTheirCause()
{
    QCOMPARE(names(),
             (QStringList{QStringLiteral("This device"), QStringLiteral("Device own"), QStringLiteral("Other sessions"), QStringLiteral("Device web"),
                          QStringLiteral("The old laptop"), QStringLiteral("Ended in the last 28 days"), QStringLiteral("Device gone")}));
    const QModelIndex gone = m_rows->index(6, 0);
    QCOMPARE(gone.data(SessionListModel::UsedRole).toString(), QStringLiteral("Ended 2 days ago"));
    QVERIFY(!gone.data(SessionListModel::UntilRole).toString().isEmpty());
    QCOMPARE(gone.data(SessionListModel::ActionRole).toString(), QString());
    QCOMPARE(m_model->livingCount(), 3);
    QCOMPARE(m_model->others().size(), 2);
}

void TstSessionRows::filtersLeaveWhatTheyName_data()
{
    QTest::addColumn<int>("show");
    QTest::addColumn<QStringList>("left");
    QTest::newRow("stale") << int(Show::Stale) << QStringList{QStringLiteral("Other sessions"), QStringLiteral("The old laptop")};
    QTest::newRow("other programs") << int(Show::OtherApps) << QStringList{QStringLiteral("Other sessions"), QStringLiteral("Device web")};
    QTest::newRow("new") << int(Show::New) << QStringList{QStringLiteral("Other sessions"), QStringLiteral("Device web")};
    QTest::newRow("ended") << int(Show::Ended) << QStringList{QStringLiteral("Ended in the last 28 days"), QStringLiteral("Device gone")};
}

void TstSessionRows::filtersLeaveWhatTheyName()
{
    QFETCH(const int, show);
    QFETCH(const QStringList, left);
    m_rows->setFilter(Show(show), {});
    QCOMPARE(names(), left);
    QCOMPARE(m_rows->sessionCount(), 1);
    QVERIFY(m_rows->isFiltered());
    m_rows->setFilter(Show::All, {});
    QCOMPARE(names().size(), 7);
    m_all[1].isNew = true; // which the person ended themselves
    m_model->setSessions(m_all, m_clock.now());
    QCOMPARE(m_model->newCount(), 1);
}

void TstSessionRows::wordsAreLookedForInEverythingThatIsShown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("found");
    QTest::newRow("device") << QStringLiteral("device WEB") << 1;
    QTest::newRow("own name") << QStringLiteral("laptop") << 1;
    QTest::newRow("the device under another name") << QStringLiteral("device old") << 1;
    QTest::newRow("app and version") << QStringLiteral("firefox 0.1") << 1;
    QTest::newRow("system") << QStringLiteral("debian") << 4;
    QTest::newRow("address") << QStringLiteral("192.0.2.7") << 4;
    QTest::newRow("place, whatever its case") << QStringLiteral("KÖLN") << 1;
    QTest::newRow("two words of different fields") << QStringLiteral("köln firefox") << 1;
    QTest::newRow("no word across two fields") << QStringLiteral("12192") << 0;
    QTest::newRow("nothing but space") << QStringLiteral("   ") << 4;
    QTest::newRow("none") << QStringLiteral("windows") << 0;
}

void TstSessionRows::wordsAreLookedForInEverythingThatIsShown()
{
    QFETCH(const QString, text);
    QFETCH(const int, found);
    m_rows->setFilter(Show::All, text.trimmed());
    QCOMPARE(m_rows->sessionCount(), found);
}

void TstSessionRows::theModelKeepsItsPromises()
{
    const QAbstractItemModelTester tester(m_rows.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_rows->setFilter(Show::Stale, {});
    m_model->setDoings(Doings{{m_all.first().session.id, {RowState::Failed, QStringLiteral("No.")}}});
    m_rows->setFilter(Show::All, QStringLiteral("debian"));
    m_all.removeFirst();
    m_model->setSessions(m_all, m_clock.now());
    m_model->clear();
    QCOMPARE(m_rows->rowCount(), 0);
}

void TstSessionRows::anotherOrderIsShownWhenOneIsUsed()
{
    QSignalSpy reset(m_rows.get(), &QAbstractItemModel::modelReset);
    m_model->setSessions(m_all, m_clock.now().addSecs(60));
    QCOMPARE(reset.size(), 0); // the same rows: nothing moves
    m_all[0].session.lastUsedAt = m_clock.now();
    m_model->setSessions(m_all, m_clock.now());
    QCOMPARE(rowNamed(QStringLiteral("The old laptop")), 3);
}

void TstSessionRows::whatIsChosenAndWhereTheListStandsStays()
{
    QList<history::KnownSession> many{m_all.at(3)};
    for (int i = 0; i < 60; ++i)
        many += known(session(QStringLiteral("s%1").arg(i), false, m_clock.now().addSecs(-60 * i)));
    m_model->setSessions(many, m_clock.now());
    SessionView view(*m_rows);
    view.resize(500, 300);
    view.show();
    const QModelIndex chosen = m_rows->index(rowNamed(QStringLiteral("Device s30")), 0);
    view.setCurrentIndex(chosen);
    view.scrollTo(chosen, QAbstractItemView::PositionAtTop);
    QCOMPARE(view.chosen(), QList{model::SessionId(QStringLiteral("s30"))});
    const int before = view.visualRect(chosen).top();
    many.remove(5, 3);
    many.insert(1, known(session(QStringLiteral("fresh"), false, m_clock.now())));
    m_model->setSessions(many, m_clock.now());
    QCOMPARE(view.chosen(), QList{model::SessionId(QStringLiteral("s30"))});
    QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("Device s30"));
    QCOMPARE(view.visualRect(view.currentIndex()).top(), before);
}

void TstSessionRows::whoWorksThroughTheListStaysWhereTheyWere()
{
    SessionView view(*m_rows);
    view.resize(500, 300);
    view.show();
    view.setCurrentIndex(m_rows->index(rowNamed(QStringLiteral("Device web")), 0));
    const int row = view.currentIndex().row();
    m_all[2].session.endedAt = m_clock.now();
    m_model->setSessions(m_all, m_clock.now());
    QCOMPARE(view.currentIndex().row(), row);
    QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("The old laptop")); // the next one
    QCOMPARE(view.chosen(), QList<model::SessionId>()); // not chosen by itself
}

void TstSessionRows::shiftAndEndChooseAllBetween()
{
    SessionView view(*m_rows);
    view.resize(500, 300);
    view.show();
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("Device own")); // no heading
    QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(view.chosen().size(), 2);
    QTest::keyClick(&view, Qt::Key_Home);
    QCOMPARE(view.chosen().size(), 0);
}

void TstSessionRows::aFailureMakesItsRowHigherAndGoesAgain()
{
    SessionView view(*m_rows);
    view.resize(400, 300);
    view.show();
    const int row = rowNamed(QStringLiteral("Device web"));
    const int usual = view.rowHeight(row);
    QVERIFY(view.rowHeight(0) < usual); // a heading
    m_model->setDoings(Doings{{m_all.at(2).session.id, {RowState::Failed, QStringLiteral("Acme did not answer in time.")}}});
    QVERIFY(view.rowHeight(row) > usual);
    m_rows->setFilter(Show::OtherApps, {});
    QVERIFY(view.rowHeight(rowNamed(QStringLiteral("Device web"))) > usual);
    m_rows->setFilter(Show::All, {});
    QVERIFY(view.rowHeight(row) > usual);
    QCOMPARE(view.rowHeight(row + 1), usual);
    m_model->setDoings({});
    QCOMPARE(view.rowHeight(row), usual);
}

void TstSessionRows::rowsOfALongListAreNotAskedForTheirHeight()
{
    // Counts, not times: how many rows the view looks at when it is shown and when it is filtered.
    class Counting final : public QStyledItemDelegate
    {
    public:
        using QStyledItemDelegate::QStyledItemDelegate;
        QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
        {
            ++asked;
            return {100, 70};
        }
        void paint(QPainter *, const QStyleOptionViewItem &, const QModelIndex &) const override { ++painted; }
        mutable int asked = 0;
        mutable int painted = 0;
    };
    QList<history::KnownSession> many{m_all.at(3)};
    for (int i = 0; i < 20000; ++i)
        many += known(session(QStringLiteral("s%1").arg(i), false, m_clock.now().addSecs(-i)));
    SessionView view(*m_rows);
    Counting counting;
    view.setItemDelegate(&counting);
    view.resize(500, 300);
    view.show();
    m_model->setSessions(many, m_clock.now());
    QCoreApplication::processEvents();
    m_rows->setFilter(Show::All, QStringLiteral("s1"));
    QCoreApplication::processEvents();
    QVERIFY(m_rows->sessionCount() > 10000);
    QVERIFY2(counting.asked < 50, qPrintable(QString::number(counting.asked)));
    QVERIFY2(counting.painted < 100, qPrintable(QString::number(counting.painted)));
}

void TstSessionRows::hostileTextStaysOnItsLine()
{
    history::KnownSession hostile = known(session(QStringLiteral("bad"), false, m_clock.now()));
    hostile.session.device = QStringLiteral("<b>x</b>\n\u202egnp.exe") + QString(10000, u'A');
    hostile.session.place = QStringLiteral("<img src=http://x>");
    m_model->setSessions({hostile}, m_clock.now());
    const QModelIndex row = m_rows->index(1, 0);
    const QString name = row.data(SessionListModel::NameRole).toString();
    QVERIFY(name.size() <= 80);
    QVERIFY(!name.contains(u'\n') && !name.contains(QChar(0x202e)));
    QVERIFY(row.data(SessionListModel::PlaceRole).toString().contains(QLatin1String("<img")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionRows;
KEYTURN_TEST(TstSessionRows)
#include "tst_sessionrows.moc"
