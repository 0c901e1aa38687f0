// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqlitedatabase.h"

#include "backend/sql/sqlschema.h"

namespace keyturn::backend {

namespace {

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

SqliteDatabase::SqliteDatabase(QString path)
    : m_path(std::move(path)), m_prefix(QStringLiteral("keyturn-%1-").arg(reinterpret_cast<quintptr>(this), 0, 16))
{ }

SqliteDatabase::~SqliteDatabase()
{
    // The serving threads are over by now; what they left is ours to close.
    for (auto &[thread, named] : m_connections) {
        named.connection.reset();
        QSqlDatabase::removeDatabase(named.name);
    }
}

core::Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const QString &path)
{
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path));
    const core::Result<void> ready = database->write(bringUpToDate);
    if (!ready.ok())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("database_unusable"), ready.error().detail};
    return database;
}

SqlConnection &SqliteDatabase::connection()
{
    const std::lock_guard lock(m_mutex);
    Named &named = m_connections[std::this_thread::get_id()];
    if (named.connection)
        return *named.connection;
    named.name = m_prefix + QString::number(m_connections.size());
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), named.name);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000")); // for another process on the same file
    database.setDatabaseName(m_path);
    if (!database.open())
        throw failureOf(database.lastError());
    auto connection = std::make_unique<SqlConnection>(database, true);
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
        connection->change(pragma);
    named.connection = std::move(connection);
    return *named.connection;
}

core::Result<void> SqliteDatabase::transact(Access access, const Work &work)
{
    std::unique_lock writing(m_writing, std::defer_lock);
    if (access == Access::Write)
        writing.lock();
    SqlConnection *sql = nullptr;
    try {
        sql = &connection();
        // BEGIN IMMEDIATE takes the write lock before the first read, so that what was read still holds at the write.
        sql->change(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
        sql->change(work(*sql) ? "COMMIT" : "ROLLBACK");
        return {};
    } catch (const SqlFailure &problem) {
        rollBack(sql);
        return core::Error{core::ErrorKind::Storage, QStringLiteral("database_failed"), problem.detail};
    }
}

void SqliteDatabase::rollBack(SqlConnection *sql) noexcept
{
    try {
        if (sql)
            sql->change("ROLLBACK");
    } catch (const SqlFailure &) {
        // SQLite has rolled back by itself, or BEGIN had not succeeded: there is nothing left to undo.
    }
}

} // namespace keyturn::backend
