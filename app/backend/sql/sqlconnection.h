// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <unordered_map>

namespace keyturn::backend {

/// What a statement failed of. Thrown inside a transaction only; SqlDatabase turns it into an Error.
struct SqlFailure {
    QString detail; ///< The driver's words; holds no bound value.
    QString code = {}; ///< The engine's own: SQLSTATE on PostgreSQL, the number of the result code on SQLite. Empty: the failure is the caller's.
};

/// Where the engine gave no code there was no engine to give one.
namespace sqlstate {
constexpr auto connectionFailure = "08006";
} // namespace sqlstate

[[nodiscard]] SqlFailure failureOf(const QSqlError &error);

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
    explicit SqlConnection(QSqlDatabase database, bool forwardOnly) : m_database(std::move(database)), m_forwardOnly(forwardOnly) { }

    /// @p sql must be a string literal: its address is the key of the prepared statement. Throws SqlFailure.
    template <class... Values> [[nodiscard]] SqlStatement run(const char *sql, const Values &...values)
    {
        return SqlStatement(execute(sql, {toVariant(values)...}));
    }
    /// The same where nothing is read.
    template <class... Values> int change(const char *sql, const Values &...values) { return run(sql, values...).changes(); }
    /// What cannot be prepared or comes once: BEGIN, COMMIT, settings, the schema. Throws SqlFailure.
    void command(const QString &sql);
    /// Leaves the connection to whoever removes it; its statements are of no use from then on.
    void letGo() { m_database = {}; }

private:
    /// PostgreSQL has no NUL in its texts; what cannot be stored must not be found either, so it is another character for both engines.
    static QVariant toVariant(const QString &value)
    {
        return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(QString(value).replace(QChar(u'\0'), QChar::ReplacementCharacter));
    }
    static QVariant toVariant(const QByteArray &value) { return value; }
    static QVariant toVariant(const char *value) { return QString::fromLatin1(value); }
    static QVariant toVariant(Instant value) { return QVariant::fromValue<qlonglong>(value.time_since_epoch().count()); }
    static QVariant toVariant(bool value) { return value ? 1 : 0; }
    static QVariant toVariant(const QVariant &value) { return value; }
    QSqlQuery &execute(const char *sql, const QVariantList &values);

    QSqlDatabase m_database;
    bool m_forwardOnly;
    std::unordered_map<const char *, std::unique_ptr<QSqlQuery>> m_prepared;
};

} // namespace keyturn::backend
