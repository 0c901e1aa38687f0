// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

#include <thread>
#include <vector>

namespace keyturn::backend {

namespace {

PostgresAddress addressOf(const QString &database)
{
    return *parsePostgresUrl(PostgresServer::shared().url(database));
}

qint64 numberFrom(SqlStatement row)
{
    return row.next() ? row.text(0).toLongLong() : -1;
}

qint64 users(SqlConnection &sql)
{
    return numberFrom(sql.run("SELECT COUNT(*) FROM users"));
}

void addUser(SqlConnection &sql, const QString &id)
{
    sql.change("INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES (?, ?, '', 'user', '', 0)", id, id);
}

} // namespace

/// What is PostgreSQL's alone: transactions that meet, connections that die, and a server that is away.
class TstPostgresDatabase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aConnectionThatDiedIsReplaced();
    void whatWasUnderWayIsDoneOnceMore();
    void whatMayHaveBeenCommittedIsNotDoneAgain();
    void transactionsThatMetRunOneAfterAnother();
    void readingHappensAtOnePointInTime();
    void whatIsReadOnlyCannotWrite();
    void whileTheServerIsAwayAllFailsAtOnceAndNothingIsLost();
    void manyStartAtOnceOnAnEmptyDatabase();
    void aDatabaseOfSomebodyElseIsNotUsed();
    void aPasswordIsHandedOverAndNeverShown();
    void textsWithNulAreNoFailure();
    void overTheNetworkTheServerIsKnownByItsCertificate_data();
    void overTheNetworkTheServerIsKnownByItsCertificate();
    void theTestsServerMayLogMuch();

private:
    /// Ends all connections to the database, as an administrator may.
    void cutConnections() const
    {
        PostgresServer::shared().execute(QStringLiteral("postgres"),
                                         QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1'").arg(m_name));
    }
    [[nodiscard]] qint64 count() const
    {
        const auto counted = m_database->read([](SqlConnection &sql) -> core::Result<qint64> { return users(sql); });
        return counted.ok() ? *counted : -1;
    }

    QString m_name;
    std::unique_ptr<PostgresDatabase> m_database;
};

void TstPostgresDatabase::init()
{
    m_name = PostgresServer::shared().newDatabase();
    auto opened = PostgresDatabase::open(addressOf(m_name));
    QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().detail));
    m_database = std::move(opened).value();
}

void TstPostgresDatabase::aConnectionThatDiedIsReplaced()
{
    QCOMPARE(count(), 0);
    cutConnections();
    QCOMPARE(count(), 0);
}

void TstPostgresDatabase::whatWasUnderWayIsDoneOnceMore()
{
    int runs = 0;
    const auto written = m_database->write([&](SqlConnection &sql) -> core::Result<void> {
        addUser(sql, QStringLiteral("u1"));
        if (++runs == 1)
            cutConnections();
        addUser(sql, QStringLiteral("u2"));
        return {};
    });
    QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().detail));
    QCOMPARE(runs, 2);
    QCOMPARE(count(), 2);
}

void TstPostgresDatabase::whatMayHaveBeenCommittedIsNotDoneAgain()
{
    int runs = 0;
    const auto written = m_database->write([&](SqlConnection &sql) -> core::Result<void> {
        addUser(sql, QStringLiteral("u1"));
        ++runs;
        cutConnections(); // so that COMMIT gets no answer
        return {};
    });
    QVERIFY(!written.ok());
    QCOMPARE(written.error().code, QStringLiteral("database_unreachable"));
    QCOMPARE(runs, 1);
    QCOMPARE(count(), 0);
}

void TstPostgresDatabase::transactionsThatMetRunOneAfterAnother()
{
    auto other = PostgresDatabase::open(addressOf(m_name));
    QVERIFY(other.ok());
    // Each adds one user more than it sees: two that both saw none would add one each, which no order of the two explains.
    const auto addOneMore = [](SqlConnection &sql, qint64 seen, const QString &prefix) {
        for (qint64 i = 0; i <= seen; ++i)
            addUser(sql, prefix + QString::number(i));
        return core::Result<void>();
    };
    int runs = 0;
    const auto written = m_database->write([&](SqlConnection &sql) -> core::Result<void> {
        const qint64 seen = users(sql);
        const auto theirs = [&](SqlConnection &their) { return addOneMore(their, users(their), QStringLiteral("theirs")); };
        if (const auto between = ++runs == 1 ? (*other)->write(theirs) : core::Result<void>(); !between.ok())
            return between;
        return addOneMore(sql, seen, QStringLiteral("ours"));
    });
    QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().detail));
    QCOMPARE(runs, 2);
    QCOMPARE(count(), 3);
}

void TstPostgresDatabase::readingHappensAtOnePointInTime()
{
    auto other = PostgresDatabase::open(addressOf(m_name));
    QVERIFY(other.ok());
    const auto seen = m_database->read([&](SqlConnection &sql) -> core::Result<qint64> {
        const qint64 before = users(sql);
        const auto added = (*other)->write([](SqlConnection &theirs) -> core::Result<void> {
            addUser(theirs, QStringLiteral("u1"));
            return {};
        });
        return added.ok() ? users(sql) - before : qint64(-1);
    });
    QCOMPARE(*seen, 0);
    QCOMPARE(count(), 1);
}

void TstPostgresDatabase::whatIsReadOnlyCannotWrite()
{
    const auto written = m_database->read([](SqlConnection &sql) -> core::Result<void> {
        addUser(sql, QStringLiteral("u1"));
        return {};
    });
    QCOMPARE(written.error().code, QStringLiteral("database_failed"));
    QCOMPARE(count(), 0);
}

void TstPostgresDatabase::whileTheServerIsAwayAllFailsAtOnceAndNothingIsLost()
{
    QVERIFY(m_database
                ->write([](SqlConnection &sql) -> core::Result<void> {
                    addUser(sql, QStringLiteral("u1"));
                    return {};
                })
                .ok());
    PostgresServer::shared().kill();
    const auto failed = m_database->read([](SqlConnection &sql) -> core::Result<qint64> { return users(sql); });
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, QStringLiteral("database_unreachable"));
    QVERIFY(failed.error().retryAfter);
    // Now it is known to be away: nobody waits for a connection, not even the server that is back.
    PostgresServer::shared().start();
    const auto known = m_database->read([](SqlConnection &sql) -> core::Result<qint64> { return users(sql); });
    QVERIFY(known.ok() || known.error().detail.contains(QLatin1String("a moment ago")));
    QTRY_COMPARE(count(), 1);
}

void TstPostgresDatabase::manyStartAtOnceOnAnEmptyDatabase()
{
    const PostgresAddress address = addressOf(PostgresServer::shared().newDatabase());
    std::vector<QString> failures(8);
    {
        std::vector<std::jthread> threads;
        for (QString &failure : failures) {
            threads.emplace_back([&] {
                const auto opened = PostgresDatabase::open(address);
                failure = opened.ok() ? QString() : opened.error().detail;
            });
        }
    }
    for (const QString &failure : failures)
        QCOMPARE(failure, QString());
}

void TstPostgresDatabase::aDatabaseOfSomebodyElseIsNotUsed()
{
    const QString name = PostgresServer::shared().newDatabase();
    PostgresServer::shared().execute(name, QStringLiteral("CREATE TABLE users (id TEXT)"));
    const auto opened = PostgresDatabase::open(addressOf(name));
    QCOMPARE(opened.error().code, QStringLiteral("database_unusable"));
    QVERIFY2(opened.error().detail.contains(QLatin1String("\"users\" already exists")), qPrintable(opened.error().detail));
    QVERIFY(!PostgresServer::shared().contents(name).contains("keyturn_schema")); // nothing was begun
}

void TstPostgresDatabase::aPasswordIsHandedOverAndNeverShown()
{
    PostgresAddress address = *parsePostgresUrl(PostgresServer::shared().url(m_name, QStringLiteral("guarded")));
    address.password = core::Secret("a wrong one");
    const auto refused = PostgresDatabase::open(address);
    QCOMPARE(refused.error().code, QStringLiteral("database_unusable"));
    QVERIFY2(refused.error().detail.contains(QLatin1String("password authentication failed")), qPrintable(refused.error().detail));
    QVERIFY(!refused.error().detail.contains(QLatin1String("a wrong one")));
    address.password = core::Secret("let me in");
    const auto opened = PostgresDatabase::open(address);
    QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().detail));
}

void TstPostgresDatabase::textsWithNulAreNoFailure()
{
    SqlStore store(*m_database);
    const QString odd = QStringLiteral("a'\\b;%1c").arg(QChar(u'\0'));
    QVERIFY(!*store.passwordOf(odd));
    QVERIFY(store.addUser({QStringLiteral("u1"), odd, odd, QStringLiteral("user"), {}}, QByteArray("\0'\\x", 4)).ok());
    const auto found = store.passwordOf(odd);
    QVERIFY(found.ok() && *found);
    QCOMPARE((*found)->hash, QByteArray("\0'\\x", 4));
    QCOMPARE((*found)->user.name, QString(odd).replace(QChar(u'\0'), QChar::ReplacementCharacter));
}

void TstPostgresDatabase::overTheNetworkTheServerIsKnownByItsCertificate_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("reached");
    const QString ours = PostgresServer::shared().authorityFile();
    QTest::newRow("its authority is known") << QStringLiteral("?sslmode=verify-full&sslrootcert=") + ours << true;
    QTest::newRow("another authority") << QStringLiteral("?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt") << false;
    QTest::newRow("no authority") << QStringLiteral("?sslmode=verify-full&sslrootcert=/nowhere.pem") << false;
    QTest::newRow("the server takes nobody without TLS") << QStringLiteral("?sslmode=disable") << false;
}

void TstPostgresDatabase::overTheNetworkTheServerIsKnownByItsCertificate()
{
    QFETCH(const QString, query);
    const auto address = parsePostgresUrl(PostgresServer::shared().networkUrl(m_name, query));
    QVERIFY2(address.ok(), address.ok() ? "" : qPrintable(address.error().detail));
    const auto opened = PostgresDatabase::open(*address);
    QTEST(opened.ok(), "reached");
    if (!opened.ok())
        QCOMPARE(opened.error().code, QStringLiteral("database_unusable"));
}

void TstPostgresDatabase::theTestsServerMayLogMuch()
{
    const auto much = QStringLiteral("DO $$ BEGIN FOR i IN 1..3000 LOOP RAISE LOG '%', repeat('x', 100); END LOOP; END $$");
    PostgresServer::shared().execute(m_name, much); // more than a pipe holds, and nobody reads meanwhile
}

/// Once, in the run that has a PostgreSQL.
static const bool registered = [] {
    if (PostgresServer::isWanted())
        tests::registry().push_back([] { return std::make_unique<TstPostgresDatabase>(); });
    return true;
}();

} // namespace keyturn::backend

#include "tst_postgresdatabase.moc"
