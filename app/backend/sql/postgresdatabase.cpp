// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/postgresdatabase.h"

#include "backend/eventlog.h"
#include "backend/sql/sqlschema.h"

#include <QRandomGenerator>
#include <QSqlError>

#include <algorithm>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto driver = "QPSQL";
constexpr std::chrono::seconds betweenLooks = 1s;
constexpr std::chrono::seconds patience = 3s; ///< For others to be done with what a transaction wants to write.
constexpr qint64 migrationLock = 0x6b6579747572'6e; ///< "keyturn": any number that nobody else takes in this database.

/// connect_timeout is per address that the host has. The rest notices a network that is gone without a word.
constexpr auto networkOptions = "connect_timeout=2 keepalives_idle=5 keepalives_interval=2 keepalives_count=3 tcp_user_timeout=3000"
                                " fallback_application_name=keyturn-backend";

/// A request waits no longer than this for the server, and a connection that hangs in a transaction holds no locks for long. What was acknowledged
/// has to survive a crash, whatever the role's own setting is: else a spent refresh token would live again.
constexpr auto sessionSettings = "SET statement_timeout = '5s'; SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '10s';"
                                 " SET client_min_messages = 'warning';"
                                 " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

core::Error unreachable(const QString &detail)
{
    return {core::ErrorKind::Storage, QStringLiteral("database_unreachable"), detail, betweenLooks};
}

/// The connection is of no use any more: class 08 (connection), 57P01 to 57P03 (shut down, crashed, starting up),
/// 25P03 (we idled in a transaction).
bool isLost(const QString &sqlState)
{
    static const QStringList states{QStringLiteral("57P01"), QStringLiteral("57P02"), QStringLiteral("57P03"), QStringLiteral("25P03")};
    return sqlState.startsWith(QLatin1String("08")) || states.contains(sqlState);
}

/// serialization_failure, deadlock_detected: undone by the server, to be run again from the beginning.
bool isConflict(const QString &sqlState)
{
    return sqlState == QLatin1String("40001") || sqlState == QLatin1String("40P01");
}

void rollBack(SqlConnection &sql)
{
    sql.command(QStringLiteral("ROLLBACK"));
}

/// So that those who met do not meet again.
void waitALittle(int attempt)
{
    const int most = 2 << std::min(attempt, 5);
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + QRandomGenerator::global()->bounded(most)));
}

/// Two instances may start at once: one waits for the other's lock. READ COMMITTED: what the other one did has to be seen after the wait.
core::Result<void> bringUpToDate(SqlConnection &sql)
{
    sql.command(QStringLiteral("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'"));
    sql.command(QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(migrationLock));
    bool known = false;
    {
        SqlStatement row = sql.run("SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'keyturn_schema'");
        known = row.next();
    }
    if (!known) {
        sql.command(QStringLiteral("CREATE TABLE keyturn_schema (version BIGINT NOT NULL)"));
        sql.command(QStringLiteral("INSERT INTO keyturn_schema (version) VALUES (0)"));
    }
    std::size_t version = 0;
    {
        SqlStatement row = sql.run("SELECT version FROM keyturn_schema");
        if (row.next())
            version = row.text(0).toULongLong();
    }
    const core::Result<std::size_t> reached = migrate(sql, SqlDialect::PostgreSql, version);
    if (!reached.ok())
        return reached.error();
    sql.command(QStringLiteral("UPDATE keyturn_schema SET version = %1").arg(*reached));
    return {};
}

} // namespace

core::Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(PostgresAddress address)
{
    const auto unusable = [](const QString &detail) { return core::Error{core::ErrorKind::Storage, QStringLiteral("database_unusable"), detail}; };
    if (!QSqlDatabase::isDriverAvailable(QLatin1String(driver)))
        return unusable(QStringLiteral("Qt's driver for PostgreSQL is not installed; on Debian it is the package libqt6sql6-psql"));
    std::unique_ptr<PostgresDatabase> database(new PostgresDatabase(std::move(address)));
    core::Result<void> current;
    const core::Result<void> done = database->run(QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED"), [&](SqlConnection &sql) {
        current = bringUpToDate(sql);
        return current.ok();
    });
    if (!done.ok() || !current.ok())
        return unusable(done.ok() ? current.error().detail : done.error().detail);
    return database;
}

PostgresDatabase::~PostgresDatabase()
{
    // The serving threads are over by now; what they left is ours to close.
    for (auto &[thread, each] : m_pool)
        drop(each);
}

core::Result<void> PostgresDatabase::transact(Access access, const Work &work)
{
    static const QString reading = QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    static const QString writing = QStringLiteral("BEGIN ISOLATION LEVEL SERIALIZABLE");
    return run(access == Access::Read ? reading : writing, work);
}

core::Result<void> PostgresDatabase::run(const QString &begin, const Work &work)
{
    const SteadyClock::time_point until = SteadyClock::now() + patience;
    Pooled &mine = pooled();
    for (int attempt = 0;; ++attempt) {
        const bool fresh = !mine.connection;
        if (fresh) {
            if (core::Result<void> connected = connect(mine); !connected.ok())
                return connected;
        }
        bool committing = false;
        try {
            mine.connection->command(begin);
            committing = work(*mine.connection);
            mine.connection->command(committing ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
            return {};
        } catch (const SqlFailure &problem) {
            if (isLost(problem.code)) {
                drop(mine);
                // Lost at COMMIT: whether it was kept nobody can tell, so it must not be done again. Lost on a connection that had just been opened:
                // another one would fare no better.
                if (committing || fresh)
                    return unreachable(problem.detail);
                continue;
            }
            try {
                rollBack(*mine.connection);
            } catch (const SqlFailure &) {
                drop(mine);
            }
            if (!isConflict(problem.code) || SteadyClock::now() > until)
                return core::Error{core::ErrorKind::Storage, QStringLiteral("database_failed"), problem.detail};
            waitALittle(attempt);
        }
    }
}

PostgresDatabase::Pooled &PostgresDatabase::pooled()
{
    const std::lock_guard lock(m_mutex);
    Pooled &mine = m_pool[std::this_thread::get_id()]; // stays where it is, and is this thread's alone
    if (mine.name.isEmpty())
        mine.name = QStringLiteral("keyturn-%1-%2").arg(reinterpret_cast<quintptr>(this), 0, 16).arg(m_pool.size());
    return mine;
}

core::Result<void> PostgresDatabase::connect(Pooled &mine)
{
    if (!mayConnect())
        return unreachable(QStringLiteral("the database could not be reached a moment ago"));
    try {
        openAt(mine);
        noteConnected(true, {});
        return {};
    } catch (const SqlFailure &problem) {
        drop(mine);
        noteConnected(false, problem.detail);
        return unreachable(problem.detail);
    }
}

void PostgresDatabase::openAt(Pooled &mine)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QLatin1String(driver), mine.name);
    mine.connection = std::make_unique<QtSqlConnection>(database);
    database.setHostName(m_address.host);
    database.setPort(m_address.port);
    database.setDatabaseName(m_address.database);
    database.setConnectOptions(m_address.parameters + QLatin1String(networkOptions));
    // Handed over here, QtSql does not keep it.
    if (!database.open(m_address.user, QString::fromUtf8(m_address.password.reveal())))
        throw failureOf(database.lastError());
    mine.connection->command(QLatin1String(sessionSettings));
}

/// The driver goes first: its statements would ask the server to forget them, one by one, over a connection that may be dead.
void PostgresDatabase::drop(Pooled &mine) noexcept
{
    if (!mine.connection)
        return;
    mine.connection->letGo();
    QSqlDatabase::removeDatabase(mine.name);
    mine.connection.reset();
}

bool PostgresDatabase::mayConnect()
{
    const std::lock_guard lock(m_mutex);
    if (!m_away)
        return true;
    if (m_looking || SteadyClock::now() < m_nextLook)
        return false;
    m_looking = true;
    return true;
}

void PostgresDatabase::noteConnected(bool connected, const QString &detail)
{
    const std::lock_guard lock(m_mutex);
    const bool opening = m_nextLook == SteadyClock::time_point(); // whoever opens says what became of it
    m_looking = false;
    m_nextLook = SteadyClock::now() + betweenLooks;
    if (m_away == !connected)
        return;
    m_away = !connected;
    if (opening)
        return;
    if (connected)
        logEvent(LogLevel::Info, "database_reached", {{QStringLiteral("database"), m_address.text()}});
    else
        logEvent(LogLevel::Error, "database_unreachable", {{QStringLiteral("database"), m_address.text()}, {QStringLiteral("detail"), detail}});
}

} // namespace keyturn::backend
