// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqlconnection.h"

namespace keyturn::backend {

SqlFailure failureOf(const QSqlError &error)
{
    // PostgreSQL's further lines, and what it says of data that it could not take (class 22), quote the values.
    const QString code = error.nativeErrorCode();
    const QString words = error.databaseText().section(u'\n', 0, 0).trimmed();
    if (code.size() == 5 && code.startsWith(QLatin1String("22")))
        return {QStringLiteral("the database did not take a value (%1)").arg(code), code};
    return {words.isEmpty() ? error.driverText() : words, code.isEmpty() ? QString::fromLatin1(sqlstate::connectionFailure) : code};
}

QSqlQuery &SqlConnection::execute(const char *sql, const QVariantList &values)
{
    std::unique_ptr<QSqlQuery> &query = m_prepared[sql];
    if (!query) {
        auto fresh = std::make_unique<QSqlQuery>(m_database);
        fresh->setForwardOnly(m_forwardOnly);
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

void SqlConnection::command(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw failureOf(query.lastError());
}

} // namespace keyturn::backend
