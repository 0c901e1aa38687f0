// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sqlitedatabase.h"

#include "backend/sqliteschema.h"

#include <QSqlError>

namespace keyturn::backend {

namespace {

SqlFailure failureOf(const QSqlError &error)
{
    constexpr int constraintViolated = 19; // SQLITE_CONSTRAINT, the low byte of its extended codes
    return {error.text(), (error.nativeErrorCode().toInt() & 0xff) == constraintViolated};
}

} // namespace

QSqlQuery &SqlConnection::execute(const char *sql, const QVariantList &values)
{
    std::unique_ptr<QSqlQuery> &query = m_prepared[sql];
    if (!query) {
        auto fresh = std::make_unique<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(QString::fromLatin1(sql)))
            throw failureOf(fresh->lastError());
        query = std::move(fresh);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(static_cast<int>(i), values[i]);
    if (!query->exec())
        throw failureOf(query->lastError());
    return *query;
}

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
    const core::Result<void> ready = database->write([](SqlConnection &sql) { return migrate(sql); });
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
    auto connection = std::make_unique<SqlConnection>(database);
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
        connection->change(pragma);
    named.connection = std::move(connection);
    return *named.connection;
}

core::Error SqliteDatabase::failure(const SqlFailure &problem)
{
    return {core::ErrorKind::Storage, QStringLiteral("database_failed"), problem.detail};
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
