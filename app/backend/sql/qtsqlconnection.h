// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <memory>
#include <unordered_map>

namespace keyturn::backend {

/// Where the engine gave no code there was no engine to give one.
namespace sqlstate {
constexpr auto connectionFailure = "08006";
} // namespace sqlstate

[[nodiscard]] SqlFailure failureOf(const QSqlError &error);

/// A connection through a driver of Qt; for the thread that opened it alone.
class QtSqlConnection final : public SqlConnection
{
public:
    explicit QtSqlConnection(QSqlDatabase database);
    ~QtSqlConnection() override;
    void command(const QString &sql) override;
    /// Leaves the connection to whoever removes it; its statements are of no use from then on.
    void letGo() { m_database = {}; }

protected:
    SqlCursor &execute(const char *sql, std::span<const SqlValue> values) override;

private:
    class Cursor;
    QSqlDatabase m_database;
    std::unordered_map<const char *, std::unique_ptr<Cursor>> m_prepared;
};

} // namespace keyturn::backend
