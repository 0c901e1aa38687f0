// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/reading.h"
#include "historyrig.h"
#include "support/registry.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace keyturn::history {

using tests::answerOf;
using tests::HistoryRig;

namespace {

/// A minute between each of @p count renewals, by turns Ada's and Bob's.
void fill(HistoryRig &rig, int count)
{
    for (int i = 0; i < count; ++i) {
        rig.add(i % 2 == 0 ? HistoryRig::ada() : HistoryRig::bob(), i % 3 == 0 ? EventKind::Rotated : EventKind::Renewed, QString::number(i));
        rig.clock.advance(std::chrono::minutes(1));
    }
}

/// All pages one after another, each of @p size; the ids in the order that they came in, and how many pages that took.
std::pair<QList<qint64>, int> walk(EventStore &store, const Filter &filter, int size)
{
    QList<qint64> ids;
    std::optional<PageKey> after;
    int pages = 0;
    do {
        const core::Result<Page> page = answerOf(store.page(filter, after, size));
        if (!page.ok() || ++pages > 10'000)
            return {};
        for (const Event &event : page->events)
            ids += event.id;
        after = page->next;
    } while (after);
    return {ids, pages};
}

QString sentenceOf(const Event &event)
{
    return event.kind == EventKind::Rotated ? QStringLiteral("A new refresh token came.") : QStringLiteral("Renewed.");
}

} // namespace

class TstFiltering : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theNewestComeFirst();
    void pagesFollowEachOther_data();
    void pagesFollowEachOther();
    void eventsOfOneMillisecondAreNeitherLostNorDoubled();
    void onlyWhatIsAskedForComes_data();
    void onlyWhatIsAskedForComes();
    void whatHappensMeanwhileMovesNoPage();
    void theComputersEventsAreEveryAccounts();
    void aSearchThatNoIndexServesIsBounded();
    void everyQuestionGoesAlongAnIndex();
};

void TstFiltering::theNewestComeFirst()
{
    HistoryRig rig;
    fill(rig, 10);
    QStringList causes;
    for (const Event &event : rig.events({}, 3))
        causes += event.cause;
    QCOMPARE(causes, (QStringList{QStringLiteral("9"), QStringLiteral("8"), QStringLiteral("7")}));
}

void TstFiltering::pagesFollowEachOther_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<int>("count");
    const model::AccountId ada = HistoryRig::ada().account;
    const model::AccountId bob = HistoryRig::bob().account;
    QTest::newRow("everything") << Filter{} << 100;
    QTest::newRow("one account") << Filter{{ada}} << 50;
    QTest::newRow("both accounts") << Filter{{ada, bob}} << 100;
    QTest::newRow("one kind") << Filter{{}, true, {EventKind::Rotated}} << 34;
    QTest::newRow("two kinds") << Filter{{}, true, {EventKind::Rotated, EventKind::Renewed}} << 100;
    QTest::newRow("a kind of an account") << Filter{{ada}, true, {EventKind::Rotated}} << 17;
    QTest::newRow("a text") << Filter{{}, true, {}, {}, {}, QStringLiteral("7"), {}} << 19; // 7, 17 … 97, and 70 … 79 but for 77
    QTest::newRow("nobody") << Filter{{model::AccountId(QStringLiteral("c3"))}} << 0;
    QTest::newRow("a kind that never was") << Filter{{}, true, {EventKind::SignedOut}} << 0;
}

void TstFiltering::pagesFollowEachOther()
{
    QFETCH(const Filter, filter);
    QFETCH(const int, count);
    HistoryRig rig;
    fill(rig, 100);
    const auto [all, one] = walk(*rig.store, filter, 1000);
    QCOMPARE(all.size(), count);
    QCOMPARE(one, 1);
    for (const int size : {1, 7, 50}) {
        const auto [ids, pages] = walk(*rig.store, filter, size);
        QCOMPARE(ids, all);
        QVERIFY(pages <= count / size + 1);
    }
}

void TstFiltering::eventsOfOneMillisecondAreNeitherLostNorDoubled()
{
    HistoryRig rig;
    for (int i = 0; i < 20; ++i)
        rig.add(HistoryRig::ada(), i % 2 == 0 ? EventKind::Renewed : EventKind::Rotated);
    const auto [ids, pages] = walk(*rig.store, {{}, true, {EventKind::Renewed, EventKind::Rotated}}, 3);
    QCOMPARE(ids.size(), 20);
    QVERIFY(std::is_sorted(ids.rbegin(), ids.rend()));
}

void TstFiltering::onlyWhatIsAskedForComes_data()
{
    QTest::addColumn<Filter>("filter");
    QTest::addColumn<QStringList>("causes");
    const QDateTime start = tests::FakeClock().now();
    const auto with = [](const QString &text) { return Filter{{}, true, {}, {}, {}, text, &sentenceOf}; };
    QTest::newRow("from a time on, inclusive") << Filter{{}, true, {}, start.addSecs(4 * 60)}
                                               << QStringList{QStringLiteral("5"), QStringLiteral("4")};
    QTest::newRow("until a time, exclusive") << Filter{{}, true, {}, {}, start.addSecs(60)} << QStringList{QStringLiteral("0")};
    QTest::newRow("between") << Filter{{}, true, {}, start.addSecs(60), start.addSecs(120)} << QStringList{QStringLiteral("1")};
    QTest::newRow("words of the sentence") << with(QStringLiteral("REFRESH token")) << QStringList{QStringLiteral("3"), QStringLiteral("0")};
    QTest::newRow("a code") << with(QStringLiteral("4")) << QStringList{QStringLiteral("4")};
    QTest::newRow("a wildcard is a letter like any other") << with(QStringLiteral("%")) << QStringList();
}

void TstFiltering::onlyWhatIsAskedForComes()
{
    QFETCH(const Filter, filter);
    QFETCH(const QStringList, causes);
    HistoryRig rig;
    fill(rig, 6);
    QStringList found;
    for (const Event &event : rig.events(filter))
        found += event.cause;
    QCOMPARE(found, causes);
}

void TstFiltering::whatHappensMeanwhileMovesNoPage()
{
    HistoryRig rig;
    fill(rig, 10);
    const core::Result<Page> first = answerOf(rig.store->page({}, std::nullopt, 4));
    QVERIFY(first.ok());
    fill(rig, 5);
    const core::Result<Page> second = answerOf(rig.store->page({}, first->next, 4));
    QVERIFY(second.ok());
    QCOMPARE(second->events.first().cause, QStringLiteral("5"));
}

void TstFiltering::theComputersEventsAreEveryAccounts()
{
    HistoryRig rig;
    rig.add({}, EventKind::ClockOff, QStringLiteral("ahead"));
    rig.add({{}, {}, QStringLiteral("Example")}, EventKind::SignInFailed, QStringLiteral("invalid_credentials")); // nobody's
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QCOMPARE(rig.story({{HistoryRig::ada().account}}), (QStringList{QStringLiteral("renewed"), QStringLiteral("clockOff")}));
    QCOMPARE(rig.story({{HistoryRig::ada().account}, false}), QStringList{QStringLiteral("renewed")});
    QCOMPARE(rig.story().size(), 3);
}

/// More causes than there are questions in a page, and what is looked for lies far back.
void TstFiltering::aSearchThatNoIndexServesIsBounded()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn, QStringLiteral("browser"));
    for (int i = 0; i < 300; ++i)
        rig.add(HistoryRig::ada(), EventKind::RenewalFailed, QStringLiteral("odd %1").arg(i));
    QCOMPARE(rig.events().size(), 301);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("fill"));
        database.setDatabaseName(rig.path());
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(QStringLiteral(
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO events (subject, happening, at, "
                     "last_at, times, program, run, exchanges, requests) SELECT 1, 1, (SELECT max(at) FROM events) + i, 0, 1, 0, '', '', '' FROM n")),
                 qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("fill"));
    rig.clock.advance(std::chrono::hours(1));
    const Filter odd{{}, true, {}, {}, {}, QStringLiteral("odd"), {}};
    const core::Result<Page> first = answerOf(rig.store->page(odd, std::nullopt, 100));
    QVERIFY(first.ok());
    QCOMPARE(first->events.size(), 0);
    QVERIFY(first->next); // it goes on, though nothing was found yet
    const auto [ids, pages] = walk(*rig.store, odd, 100);
    QCOMPARE(ids.size(), 300);
    QVERIFY(pages < 10);
}

void TstFiltering::everyQuestionGoesAlongAnIndex()
{
    HistoryRig rig;
    fill(rig, 10);
    QCOMPARE(rig.events().size(), 10);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("plan"));
        database.setDatabaseName(rig.path());
        QVERIFY(database.open());
        for (const bool bySubject : {false, true}) {
            for (const bool byHappening : {false, true}) {
                QSqlQuery query(database);
                QString statement = QString::fromLatin1(pageStatement(bySubject, byHappening));
                QVERIFY(query.exec(QLatin1String("EXPLAIN QUERY PLAN ") + statement.replace(u'?', u'1')));
                QStringList plan;
                while (query.next())
                    plan += query.value(3).toString();
                QCOMPARE(plan.size(), 1); // no sorting, no second look
                QVERIFY2(plan.first().startsWith(QLatin1String("SEARCH events USING")), qPrintable(plan.first()));
            }
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("plan"));
}

} // namespace keyturn::history

using keyturn::history::TstFiltering;
KEYTURN_TEST(TstFiltering)
#include "tst_filtering.moc"
