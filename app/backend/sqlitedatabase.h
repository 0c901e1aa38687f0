// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace keyturn::backend {

/// What a statement failed of. Thrown inside a transaction only; SqliteDatabase turns it into an Error.
struct SqlFailure {
    QString detail; ///< The driver's words; holds no bound value.
    bool constraint = false; ///< A UNIQUE or other constraint was hurt.
};

/// One execution of a prepared statement. Its read lock goes with it.
class SqlStatement
{
public:
    explicit SqlStatement(QSqlQuery &query) : m_query(query) { }
    SqlStatement(const SqlStatement &) = delete;
    SqlStatement &operator=(const SqlStatement &) = delete;
    ~SqlStatement() { m_query.finish(); }

    [[nodiscard]] bool next() { return m_query.next(); }
    [[nodiscard]] int changes() const { return m_query.numRowsAffected(); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] Instant instant(int column) const { return Instant(std::chrono::milliseconds(m_query.value(column).toLongLong())); }
    [[nodiscard]] bool flag(int column) const { return m_query.value(column).toBool(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }

private:
    QSqlQuery &m_query;
};

/// One thread's connection, with the statements it has prepared.
class SqlConnection
{
public:
    explicit SqlConnection(QSqlDatabase database) : m_database(std::move(database)) { }

    /// @p sql must be a string literal: its address is the key of the prepared statement. Throws SqlFailure.
    template <class... Values> [[nodiscard]] SqlStatement run(const char *sql, const Values &...values)
    {
        return SqlStatement(execute(sql, {toVariant(values)...}));
    }
    /// The same where nothing is read.
    template <class... Values> int change(const char *sql, const Values &...values) { return run(sql, values...).changes(); }

private:
    static QVariant toVariant(const QString &value) { return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value); }
    static QVariant toVariant(const QByteArray &value) { return value; }
    static QVariant toVariant(const char *value) { return QString::fromLatin1(value); }
    static QVariant toVariant(Instant value) { return QVariant::fromValue<qlonglong>(value.time_since_epoch().count()); }
    static QVariant toVariant(bool value) { return value ? 1 : 0; }
    static QVariant toVariant(const QVariant &value) { return value; }
    QSqlQuery &execute(const char *sql, const QVariantList &values);

    QSqlDatabase m_database;
    std::unordered_map<const char *, std::unique_ptr<QSqlQuery>> m_prepared;
};

/// A file of SQLite in WAL mode with one connection a thread (QtSql allows no sharing). WAL lets readers go on while one writes; writers queue
/// on a mutex of ours, because SQLite's own waiting sleeps in steps of up to 100 ms. `synchronous=FULL`: with NORMAL a power cut takes the last
/// commits back, so a spent refresh token or an ended session would live again.
class SqliteDatabase
{
public:
    /// Opens or makes the file and brings its schema up to date. Storage `database_unusable` (not writable, no database, or made by a newer
    /// version).
    [[nodiscard]] static core::Result<std::unique_ptr<SqliteDatabase>> open(const QString &path);
    ~SqliteDatabase();

    /// One transaction that reads. @p work(SqlConnection &) returns Result<T>.
    template <class F> auto read(F work) { return transact("BEGIN", work); }
    /// One transaction that writes. BEGIN IMMEDIATE takes the write lock before the first read, so that what was read still holds at the write.
    template <class F> auto write(F work)
    {
        const std::lock_guard lock(m_writing);
        return transact("BEGIN IMMEDIATE", work);
    }

private:
    explicit SqliteDatabase(QString path);
    [[nodiscard]] SqlConnection &connection();
    [[nodiscard]] static core::Error failure(const SqlFailure &problem);

    template <class F> auto transact(const char *begin, F &work) -> std::invoke_result_t<F &, SqlConnection &>
    {
        SqlConnection *sql = nullptr;
        try {
            sql = &connection();
            sql->change(begin);
            auto result = work(*sql);
            sql->change(result.ok() ? "COMMIT" : "ROLLBACK");
            return result;
        } catch (const SqlFailure &problem) {
            rollBack(sql);
            return failure(problem);
        }
    }
    static void rollBack(SqlConnection *sql) noexcept;

    struct Named {
        QString name;
        std::unique_ptr<SqlConnection> connection;
    };
    QString m_path;
    QString m_prefix;
    std::mutex m_writing;
    std::mutex m_mutex;
    std::map<std::thread::id, Named> m_connections;
};

} // namespace keyturn::backend
