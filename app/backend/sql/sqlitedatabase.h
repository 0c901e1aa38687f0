// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"

#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace keyturn::backend {

/// A file of SQLite in WAL mode with one connection a thread (QtSql allows no sharing). WAL lets readers go on while one writes; writers queue
/// on a mutex of ours, because SQLite's own waiting sleeps in steps of up to 100 ms. `synchronous=FULL`: with NORMAL a power cut takes the last
/// commits back, so a spent refresh token or an ended session would live again.
class SqliteDatabase final : public SqlDatabase
{
public:
    /// Opens or makes the file and brings its schema up to date. Storage `database_unusable` (not writable, no database, or made by a newer
    /// version).
    [[nodiscard]] static core::Result<std::unique_ptr<SqliteDatabase>> open(const QString &path);
    ~SqliteDatabase() override;

protected:
    core::Result<void> transact(Access access, const Work &work) override;

private:
    explicit SqliteDatabase(QString path);
    [[nodiscard]] SqlConnection &connection();
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
