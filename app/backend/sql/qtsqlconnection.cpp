// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/qtsqlconnection.h"

#include <QSqlQuery>
#include <QVariant>

namespace keyturn::backend {

namespace {

QVariant toVariant(const SqlValue &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        return QVariant(*number);
    if (const auto *text = std::get_if<QString>(&value))
        return text->isNull() ? QVariant(QStringLiteral("")) : QVariant(*text);
    return QVariant(std::get<QByteArray>(value));
}

} // namespace

SqlFailure failureOf(const QSqlError &error)
{
    // PostgreSQL's further lines, and what it says of data that it could not take (class 22), quote the values.
    const QString code = error.nativeErrorCode();
    const QString words = error.databaseText().section(u'\n', 0, 0).trimmed();
    if (code.size() == 5 && code.startsWith(QLatin1String("22")))
        return {QStringLiteral("the database did not take a value (%1)").arg(code), code};
    return {words.isEmpty() ? error.driverText() : words, code.isEmpty() ? QString::fromLatin1(sqlstate::connectionFailure) : code};
}

class QtSqlConnection::Cursor final : public SqlCursor
{
public:
    Cursor(const QSqlDatabase &database, const char *sql) : m_query(database)
    {
        m_query.setForwardOnly(false); // forward-only: one row a round trip, and none may stay unread
        if (!m_query.prepare(QString::fromLatin1(sql)))
            throw failureOf(m_query.lastError());
    }
    void execute(std::span<const SqlValue> values)
    {
        int place = 0;
        for (const SqlValue &value : values)
            m_query.bindValue(place++, toVariant(value));
        if (!m_query.exec())
            throw failureOf(m_query.lastError());
    }
    bool next() override { return m_query.next(); }
    int changes() const override { return m_query.numRowsAffected(); }
    QString text(int column) const override { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const override { return m_query.value(column).toByteArray(); }
    qint64 integer(int column) const override { return m_query.value(column).toLongLong(); }
    bool isNull(int column) const override { return m_query.isNull(column); }
    void finish() override { m_query.finish(); }

private:
    QSqlQuery m_query;
};

QtSqlConnection::QtSqlConnection(QSqlDatabase database) : m_database(std::move(database)) { }

QtSqlConnection::~QtSqlConnection() = default;

SqlCursor &QtSqlConnection::execute(const char *sql, std::span<const SqlValue> values)
{
    std::unique_ptr<Cursor> &cursor = m_prepared[sql];
    if (!cursor)
        cursor = std::make_unique<Cursor>(m_database, sql);
    cursor->execute(values);
    return *cursor;
}

void QtSqlConnection::command(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw failureOf(query.lastError());
}

} // namespace keyturn::backend
