// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpserver.h"
#include "backend/sql/sqlitedatabase.h"
#include "httpclient.h"
#include "support/registry.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>
#include <thread>

namespace keyturn::backend {

namespace {

core::Result<void> addNote(SqlDatabase &database, const char *text)
{
    return database.write([text](SqlConnection &sql) -> core::Result<void> {
        sql.change("INSERT INTO notes (text) VALUES (?)", text);
        return {};
    });
}

int countNotes(SqlDatabase &database)
{
    const auto count = database.read([](SqlConnection &sql) -> core::Result<int> {
        SqlStatement row = sql.run("SELECT COUNT(*) FROM notes");
        return row.next() ? static_cast<int>(row.integer(0)) : -1;
    });
    return count.ok() ? *count : -1;
}

/// On a thread of its own, which writes in rounds.
template <class F> void serving(SqlDatabase &database, F work)
{
    std::thread([&] {
        database.workInRounds();
        work();
    }).join();
}

} // namespace

/// What a serving thread writes, kept together: SqlDatabase::workInRounds() and HttpServer::Rounds.
class TstRounds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRoundIsSeenByItsOwnThreadAloneUntilItIsSettled();
    void aWriteThatFailsIsUndoneAlone();
    void aRoundThatSqliteGaveUpIsLostAsAWhole();
    void anotherWriterWaitsForTheRound();
    void readingOpensNoRound();
    void answersWaitForTheRound();
    void ofALostRoundNobodyIsToldThatItIsDone();

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SqliteDatabase> m_database;
};

void TstRounds::init()
{
    m_database.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    auto opened = SqliteDatabase::open(m_directory->filePath(QStringLiteral("test.sqlite")));
    QVERIFY(opened.ok());
    m_database = std::move(opened).value();
    const auto made = m_database->write([](SqlConnection &sql) -> core::Result<void> {
        sql.command(QStringLiteral("CREATE TABLE notes (text TEXT NOT NULL UNIQUE)"));
        return {};
    });
    QVERIFY(made.ok());
}

void TstRounds::aRoundIsSeenByItsOwnThreadAloneUntilItIsSettled()
{
    serving(*m_database, [this] {
        QVERIFY(addNote(*m_database, "a").ok());
        QVERIFY(addNote(*m_database, "b").ok());
        QVERIFY(m_database->isUnsettled());
        QCOMPARE(countNotes(*m_database), 2);
        QCOMPARE(std::async(std::launch::async, [this] { return countNotes(*m_database); }).get(), 0);
        QVERIFY(m_database->settle());
        QVERIFY(!m_database->isUnsettled());
        QCOMPARE(std::async(std::launch::async, [this] { return countNotes(*m_database); }).get(), 2);
    });
}

void TstRounds::aWriteThatFailsIsUndoneAlone()
{
    serving(*m_database, [this] {
        QVERIFY(addNote(*m_database, "a").ok());
        const auto refused = m_database->write([](SqlConnection &sql) -> core::Result<void> {
            sql.change("INSERT INTO notes (text) VALUES (?)", "refused");
            return core::Error{core::ErrorKind::Rejected, QStringLiteral("refused"), {}};
        });
        QCOMPARE(refused.error().code, QStringLiteral("refused"));
        const auto broken = m_database->write([](SqlConnection &sql) -> core::Result<void> {
            sql.change("INSERT INTO notes (text) VALUES (?)", "broken");
            sql.change("INSERT INTO notes (text) VALUES (?)", "a"); // UNIQUE
            return {};
        });
        QCOMPARE(broken.error().code, QStringLiteral("database_failed"));
        QVERIFY(addNote(*m_database, "b").ok());
        QVERIFY(m_database->settle());
    });
    QCOMPARE(countNotes(*m_database), 2);
}

void TstRounds::aRoundThatSqliteGaveUpIsLostAsAWhole()
{
    serving(*m_database, [this] {
        QVERIFY(addNote(*m_database, "a").ok());
        const auto gaveUp = m_database->write([](SqlConnection &sql) -> core::Result<void> {
            sql.change("INSERT OR ROLLBACK INTO notes (text) VALUES (?)", "a"); // as at a full disk: the transaction is gone
            return {};
        });
        QVERIFY(!gaveUp.ok());
        QVERIFY2(!addNote(*m_database, "b").ok(), "what comes later in a lost round is not kept either");
        QVERIFY(!m_database->settle());
        QVERIFY(addNote(*m_database, "c").ok());
        QVERIFY(m_database->settle());
    });
    QCOMPARE(countNotes(*m_database), 1);
}

void TstRounds::anotherWriterWaitsForTheRound()
{
    serving(*m_database, [this] {
        QVERIFY(addNote(*m_database, "a").ok());
        auto other = std::async(std::launch::async, [this] { return addNote(*m_database, "b").ok(); });
        QCOMPARE(other.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
        QVERIFY(m_database->settle());
        QVERIFY(other.get());
    });
    QCOMPARE(countNotes(*m_database), 2);
}

void TstRounds::readingOpensNoRound()
{
    serving(*m_database, [this] {
        QCOMPARE(countNotes(*m_database), 0);
        QVERIFY(!m_database->isUnsettled());
        QVERIFY(m_database->settle());
    });
}

void TstRounds::answersWaitForTheRound()
{
    std::atomic<int> settled = 0;
    HttpServer server(HttpLimits(), 1);
    const auto port = server.listen(QStringLiteral("127.0.0.1"), 0);
    server.start(
        [this](const Request &, const Replier &reply) {
            reply({addNote(*m_database, "a").ok() ? 200 : 500, {}, "done"});
        },
        {[this] { m_database->workInRounds(); }, [this] { return m_database->isUnsettled(); },
         [this, &settled] {
             ++settled;
             return m_database->settle();
         }});
    QCOMPARE(HttpClient(*port).get("/").status, 200);
    QCOMPARE(settled.load(), 1);
    QCOMPARE(countNotes(*m_database), 1);
}

void TstRounds::ofALostRoundNobodyIsToldThatItIsDone()
{
    HttpServer server(HttpLimits(), 1);
    const auto port = server.listen(QStringLiteral("127.0.0.1"), 0);
    std::atomic<bool> open = false;
    server.start(
        [&open](const Request &, const Replier &reply) {
            open = true;
            reply({200, {}, "done"});
        },
        {[] {}, [&open] { return open.load(); },
         [&open] {
             open = false;
             return false;
         }});
    const Answer answer = HttpClient(*port).get("/");
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.code(), QStringLiteral("unavailable"));
    QVERIFY(!answer.header("retry-after").isEmpty());
}

} // namespace keyturn::backend

using keyturn::backend::TstRounds;
KEYTURN_TEST(TstRounds)
#include "tst_rounds.moc"
