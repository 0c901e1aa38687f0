// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"

#include <memory>
#include <unordered_map>

struct sqlite3;

namespace keyturn::backend {

/// A connection to a file of SQLite, by its own interface: Qt's driver describes every column anew at each execution and turns every text into
/// UTF-16 and back, which is most of what a lookup costs. May go from thread to thread, one at a time.
class SqliteConnection final : public SqlConnection
{
public:
    /// Opens or makes the file. Another process that writes is waited for up to five seconds. Throws SqlFailure.
    explicit SqliteConnection(const QString &path);
    ~SqliteConnection() override;
    void command(const QString &sql) override;
    /// Waits until all that any connection has committed is on the disk. For a database in WAL mode, outside of a transaction. Throws SqlFailure.
    void syncLog();
    /// Whether a transaction is open. SQLite ends one by itself where it cannot go on, at a full disk for one.
    [[nodiscard]] bool inTransaction() const;

protected:
    SqlCursor &execute(const char *sql, std::span<const SqlValue> values) override;

private:
    class Cursor;
    struct Closer {
        void operator()(sqlite3 *database) const;
    };
    std::unique_ptr<sqlite3, Closer> m_database;
    std::unordered_map<const char *, std::unique_ptr<Cursor>> m_prepared; ///< Before the database they go.
};

} // namespace keyturn::backend
