// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqlitedatabase.h"

#include "backend/eventlog.h"
#include "backend/sql/sqlschema.h"

#include <utility>

namespace keyturn::backend {

namespace {

core::Error failed(const SqlFailure &problem)
{
    return {core::ErrorKind::Storage, QStringLiteral("database_failed"), problem.detail};
}

/// Also where SQLite has rolled back by itself, or BEGIN had not succeeded: there is nothing left to undo then.
void rollBack(SqliteConnection *sql) noexcept
{
    try {
        if (sql && sql->inTransaction())
            sql->change("ROLLBACK");
    } catch (const SqlFailure &) {
        // The next BEGIN says what is wrong with the file.
    }
}

/// SQLite keeps a number for it in the file's header.
core::Result<void> bringUpToDate(SqlConnection &sql)
{
    std::size_t version = 0;
    {
        SqlStatement current = sql.run("PRAGMA user_version");
        if (current.next())
            version = current.text(0).toULongLong();
    }
    const core::Result<std::size_t> reached = migrate(sql, SqlDialect::Sqlite, version);
    if (!reached.ok())
        return reached.error();
    if (*reached != version)
        sql.command(QStringLiteral("PRAGMA user_version=%1").arg(*reached));
    return {};
}

} // namespace

core::Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const QString &path)
{
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path));
    const core::Result<void> ready = database->write(bringUpToDate);
    if (!ready.ok())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("database_unusable"), ready.error().detail};
    return database;
}

std::unique_ptr<SqliteConnection> SqliteDatabase::connect() const
{
    auto connection = std::make_unique<SqliteConnection>(m_path);
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON", "PRAGMA wal_autocheckpoint=4000"})
        connection->change(pragma);
    return connection;
}

SqliteConnection &SqliteDatabase::reader(Place &place) const
{
    if (!place.reader) {
        place.reader = connect();
        place.reader->change("SELECT 1 FROM sqlite_schema"); // from here on it has the log open
    }
    return *place.reader;
}

SqliteDatabase::Place &SqliteDatabase::mine() const
{
    const std::lock_guard lock(m_mutex);
    return m_places[std::this_thread::get_id()]; // stays where it is
}

void SqliteDatabase::workInRounds()
{
    mine().inRounds = true;
}

bool SqliteDatabase::isUnsettled() const
{
    return mine().round.owns_lock();
}

core::Result<void> SqliteDatabase::transact(Access access, const Work &work)
{
    Place &place = mine();
    if (access == Access::Read)
        return read(place, work);
    return place.inRounds ? writeInRound(place, work) : writeAlone(place, work);
}

/// What this thread wrote in its open round it reads, too.
core::Result<void> SqliteDatabase::read(Place &place, const Work &work)
{
    const bool inRound = place.round.owns_lock() && !place.lost;
    try {
        if (inRound) {
            work(*m_writer);
            return {};
        }
        SqliteConnection &sql = reader(place);
        sql.change("BEGIN");
        work(sql);
        sql.change("COMMIT");
        return {};
    } catch (const SqlFailure &problem) {
        if (inRound)
            place.lost = !m_writer->inTransaction();
        else
            rollBack(place.reader.get());
        return failed(problem);
    }
}

/// BEGIN IMMEDIATE takes the write lock before the first read, so that what was read still holds at the write. The caller has m_writing.
void SqliteDatabase::begin()
{
    if (!m_writer) {
        m_writer = connect();
        m_writer->change("PRAGMA cache_size=-8192"); // KiB: it alone changes pages, so what it knows stays true
    }
    rollBack(m_writer.get()); // what an exception left open
    if (m_doubtful)
        bringHome();
    m_writer->change("BEGIN IMMEDIATE");
}

/// After a sync that failed the system may call the next one good, though what it should have written is gone: from the log it has to go into the
/// file of the database, and that to the disk, before anybody is told that something was done. The caller has m_writing.
void SqliteDatabase::bringHome()
{
    SqlStatement outcome = m_writer->run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (!outcome.next() || outcome.integer(0) != 0)
        throw SqlFailure{QStringLiteral("an earlier write is not on the disk")};
    m_doubtful = false;
}

/// Its number. The caller has m_writing.
std::uint64_t SqliteDatabase::commit()
{
    m_writer->change("COMMIT");
    return ++m_commits;
}

/// Whoever comes while another one waits for the disk finds, when it is let in, that a third one has taken it along.
void SqliteDatabase::sync(Place &place, std::uint64_t commit)
{
    SqliteConnection &sql = reader(place);
    const std::lock_guard syncing(m_syncing);
    if (m_synced >= commit)
        return;
    if (m_doubtful)
        throw SqlFailure{QStringLiteral("an earlier write is not on the disk")};
    const std::uint64_t all = m_commits;
    try {
        sql.syncLog();
    } catch (const SqlFailure &) {
        m_doubtful = true;
        throw;
    }
    m_synced = all;
}

core::Result<void> SqliteDatabase::writeAlone(Place &place, const Work &work)
{
    std::unique_lock writing(m_writing);
    try {
        begin();
        if (!work(*m_writer)) {
            m_writer->change("ROLLBACK");
            return {};
        }
        const std::uint64_t number = commit();
        writing.unlock();
        sync(place, number);
        return {};
    } catch (const SqlFailure &problem) {
        if (writing.owns_lock())
            rollBack(m_writer.get());
        return failed(problem);
    }
}

core::Result<void> SqliteDatabase::writeInRound(Place &place, const Work &work)
{
    if (place.lost)
        return core::Error{core::ErrorKind::Storage, QStringLiteral("database_failed"), QStringLiteral("an earlier write of the same round failed")};
    try {
        if (!place.round.owns_lock()) {
            std::unique_lock round(m_writing);
            begin();
            place.round = std::move(round);
        }
        m_writer->change("SAVEPOINT one");
        if (!work(*m_writer))
            m_writer->change("ROLLBACK TO one");
        m_writer->change("RELEASE one");
        return {};
    } catch (const SqlFailure &problem) {
        if (place.round.owns_lock())
            undo(place);
        return failed(problem);
    } catch (...) { // out of memory: nothing of what half a verb did may be kept with the round
        if (place.round.owns_lock())
            undo(place);
        throw;
    }
}

/// The write that failed, alone; but some failures take the round with them.
void SqliteDatabase::undo(Place &place) noexcept
{
    try {
        m_writer->change("ROLLBACK TO one");
        m_writer->change("RELEASE one");
    } catch (const SqlFailure &) {
        rollBack(m_writer.get());
        place.lost = true;
    }
}

bool SqliteDatabase::settle()
{
    Place &place = mine();
    if (!place.round.owns_lock())
        return true;
    const bool lost = std::exchange(place.lost, false);
    std::unique_lock round = std::move(place.round);
    if (lost)
        return false;
    try {
        const std::uint64_t number = commit();
        round.unlock();
        sync(place, number);
        return true;
    } catch (const SqlFailure &problem) {
        logEvent(LogLevel::Error, "database_failed", {{QStringLiteral("detail"), problem.detail}});
        if (round.owns_lock())
            rollBack(m_writer.get());
        return false;
    }
}

} // namespace keyturn::backend
