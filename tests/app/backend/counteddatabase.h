// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"

#include <utility>

namespace keyturn::backend {

/// A database that counts its transactions, and lets a test do something between one and what follows of it. For one thread.
class CountedDatabase final : public SqlDatabase
{
public:
    explicit CountedDatabase(SqlDatabase &database) : m_database(database) { }

    [[nodiscard]] int transactions() const { return m_transactions; }
    /// Once, when the next transaction is over and whoever asked does not know of it yet.
    void interrupt(std::function<void()> action) { m_interruption = std::move(action); }

protected:
    core::Result<void> transact(Access access, const Work &work) override
    {
        ++m_transactions;
        bool undone = false;
        const auto counted = [&](SqlConnection &sql) -> core::Result<void> {
            undone = !work(sql);
            return undone ? core::Result<void>(core::Error{core::ErrorKind::Storage, QStringLiteral("undone"), {}}) : core::Result<void>();
        };
        auto done = access == Access::Read ? m_database.read(counted) : m_database.write(counted);
        if (const auto interruption = std::exchange(m_interruption, nullptr))
            interruption();
        return undone ? core::Result<void>() : done;
    }

private:
    SqlDatabase &m_database;
    int m_transactions = 0;
    std::function<void()> m_interruption;
};

} // namespace keyturn::backend
