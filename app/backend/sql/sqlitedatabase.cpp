// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqlitedatabase.h"

#include "backend/eventlog.h"
#include "backend/sql/sqlschema.h"

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
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
        connection->change(pragma);
    return connection;
}

SqliteDatabase::Place &SqliteDatabase::mine() const
{
    const std::lock_guard lock(m_mutex);
    return m_places[std::this_thread::get_id()]; // stays where it is
}

void SqliteDatabase::writeInRounds()
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
    return place.inRounds ? writeInRound(place, work) : writeAlone(work);
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
        if (!place.reader)
            place.reader = connect();
        place.reader->change("BEGIN");
        work(*place.reader);
        place.reader->change("COMMIT");
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
    if (!m_writer)
        m_writer = connect();
    m_writer->change("BEGIN IMMEDIATE");
}

core::Result<void> SqliteDatabase::writeAlone(const Work &work)
{
    const std::lock_guard writing(m_writing);
    try {
        begin();
        m_writer->change(work(*m_writer) ? "COMMIT" : "ROLLBACK");
        return {};
    } catch (const SqlFailure &problem) {
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
    bool kept = false;
    try {
        if (!place.lost) {
            m_writer->change("COMMIT");
            kept = true;
        }
    } catch (const SqlFailure &problem) {
        logEvent(LogLevel::Error, "database_failed", {{QStringLiteral("detail"), problem.detail}});
        rollBack(m_writer.get());
    }
    place.lost = false;
    place.round = {}; // unlocks
    return kept;
}

} // namespace keyturn::backend
