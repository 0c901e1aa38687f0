// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/postgresaddress.h"
#include "backend/sql/qtsqlconnection.h"
#include "backend/sql/sqldatabase.h"

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace keyturn::backend {

/// A database of PostgreSQL 15 or later, which several backends may share. QtSql allows one connection a thread, and so the threads are the pool: a
/// backend has at most one connection for each of the two to four that serve, for each core (those hash passwords), and for mail, for what providers
/// answer, and for the main one. Each is opened at first use and kept.
///
/// Reading happens at one point in time (REPEATABLE READ, read only), writing as if one after another (SERIALIZABLE): where two transactions hurt
/// each other, PostgreSQL undoes one of them, and that is run again. A connection that died is dropped; what was under way on it is tried once on a
/// fresh one, unless it may have been committed. While there is no connection to be had everything fails at once with `database_unreachable`; one
/// thread looks every second whether the database is back.
class PostgresDatabase final : public SqlDatabase
{
public:
    /// Connects and brings the schema up to date. Storage `database_unusable` (no driver, no connection, no right to make tables, or made by a newer
    /// version).
    [[nodiscard]] static core::Result<std::unique_ptr<PostgresDatabase>> open(PostgresAddress address);
    ~PostgresDatabase() override;

protected:
    core::Result<void> transact(Access access, const Work &work) override;

private:
    explicit PostgresDatabase(PostgresAddress address) : m_address(std::move(address)) { }

    struct Pooled {
        QString name;
        std::unique_ptr<QtSqlConnection> connection; ///< None: to be opened at next use.
    };
    [[nodiscard]] Pooled &pooled();
    [[nodiscard]] core::Result<void> run(const QString &begin, const Work &work);
    [[nodiscard]] core::Result<void> connect(Pooled &mine);
    void openAt(Pooled &mine);
    static void drop(Pooled &mine) noexcept;
    [[nodiscard]] bool mayConnect();
    void noteConnected(bool connected, const QString &detail);

    const PostgresAddress m_address;
    std::mutex m_mutex; ///< Of all below; never held while the network is waited for.
    std::map<std::thread::id, Pooled> m_pool;
    bool m_away = false;
    bool m_looking = false; ///< One thread tries whether it is back.
    std::chrono::steady_clock::time_point m_nextLook;
};

} // namespace keyturn::backend
