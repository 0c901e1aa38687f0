// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"

#include <QByteArray>
#include <QString>

#include <concepts>
#include <initializer_list>
#include <span>
#include <variant>

namespace keyturn::backend {

/// What a statement failed of. Thrown inside a transaction only; SqlDatabase turns it into an Error.
struct SqlFailure {
    QString detail; ///< The engine's words; holds no bound value.
    QString code = {}; ///< The engine's own: SQLSTATE on PostgreSQL, the number of the result code on SQLite. Empty: the failure is the caller's.
};

/// What stands for a "?". A null QByteArray is NULL.
using SqlValue = std::variant<qint64, QString, QByteArray>;

/// The rows of one execution, as an engine gives them. Columns count from 0.
class SqlCursor
{
public:
    virtual ~SqlCursor() = default;
    [[nodiscard]] virtual bool next() = 0;
    [[nodiscard]] virtual int changes() const = 0;
    [[nodiscard]] virtual QString text(int column) const = 0;
    [[nodiscard]] virtual QByteArray bytes(int column) const = 0;
    [[nodiscard]] virtual qint64 integer(int column) const = 0;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
    /// Ends the reading, and its lock with it.
    virtual void finish() = 0;
};

/// One execution of a prepared statement. Its read lock goes with it.
class SqlStatement
{
public:
    explicit SqlStatement(SqlCursor &cursor) : m_cursor(cursor) { }
    SqlStatement(const SqlStatement &) = delete;
    SqlStatement &operator=(const SqlStatement &) = delete;
    ~SqlStatement() { m_cursor.finish(); }

    [[nodiscard]] bool next() { return m_cursor.next(); }
    [[nodiscard]] int changes() const { return m_cursor.changes(); }
    [[nodiscard]] QString text(int column) const { return m_cursor.text(column); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_cursor.bytes(column); }
    [[nodiscard]] qint64 integer(int column) const { return m_cursor.integer(column); }
    [[nodiscard]] Instant instant(int column) const { return Instant(std::chrono::milliseconds(m_cursor.integer(column))); }
    [[nodiscard]] bool flag(int column) const { return m_cursor.integer(column) != 0; }
    [[nodiscard]] bool isNull(int column) const { return m_cursor.isNull(column); }

private:
    SqlCursor &m_cursor;
};

/// A connection with the statements it has prepared. For one thread at a time.
class SqlConnection
{
public:
    SqlConnection() = default;
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;
    virtual ~SqlConnection() = default;

    /// @p sql must be a string literal: its address is the key of the prepared statement. Throws SqlFailure.
    template <class... Values> [[nodiscard]] SqlStatement run(const char *sql, const Values &...values)
    {
        const std::initializer_list<SqlValue> bound{toValue(values)...};
        return SqlStatement(execute(sql, {bound.begin(), bound.size()}));
    }
    /// The same where nothing is read.
    template <class... Values> int change(const char *sql, const Values &...values) { return run(sql, values...).changes(); }
    /// What cannot be prepared or comes once: settings, the schema. Throws SqlFailure.
    virtual void command(const QString &sql) = 0;

protected:
    /// Up to the first row. The cursor is the connection's, and there is one for each @p sql.
    [[nodiscard]] virtual SqlCursor &execute(const char *sql, std::span<const SqlValue> values) = 0;

private:
    /// PostgreSQL has no NUL in its texts; what cannot be stored must not be found either, so it is another character for both engines.
    static SqlValue toValue(const QString &value)
    {
        return value.contains(QChar(u'\0')) ? QString(value).replace(QChar(u'\0'), QChar::ReplacementCharacter) : value;
    }
    static SqlValue toValue(const QByteArray &value) { return value; }
    static SqlValue toValue(const char *value) { return QString::fromLatin1(value); }
    static SqlValue toValue(Instant value) { return qint64(value.time_since_epoch().count()); }
    template <std::integral Number> static SqlValue toValue(Number value) { return static_cast<qint64>(value); }
};

} // namespace keyturn::backend
