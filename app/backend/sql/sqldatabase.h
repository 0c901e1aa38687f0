// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"
#include "core/result.h"

#include <functional>
#include <optional>
#include <type_traits>

namespace keyturn::backend {

/// Transactions on one of the engines; safe from any thread. What a store asks for is written so that SQLite and PostgreSQL both understand it:
/// "?" for values, names of columns qualified where two tables could have them, no function that one of them lacks.
class SqlDatabase
{
public:
    SqlDatabase() = default;
    SqlDatabase(const SqlDatabase &) = delete;
    SqlDatabase &operator=(const SqlDatabase &) = delete;
    virtual ~SqlDatabase() = default;

    /// One transaction that reads, all of it at one point in time. @p work(SqlConnection &) returns Result<T>. Errors are Storage `database_failed`
    /// and what an engine names.
    template <class F> auto read(F work) { return transactWith(Access::Read, work); }
    /// One transaction that writes: what was read still holds at the write. Kept where @p work succeeds, undone where it fails. @p work may be run
    /// again from its beginning where another one came between: it must change nothing but the database and what it returns.
    template <class F> auto write(F work) { return transactWith(Access::Write, work); }

    /// From now on this thread works in rounds, where the engine gains by that: what write() has done is seen by this thread alone, and nobody else
    /// can write, until settle() keeps all of it at once. So the disk is waited for once a round. Before that the thread must tell nobody that
    /// something was done, and must wait for nobody who writes.
    virtual void workInRounds() { }
    /// Whether a round of this thread is open.
    [[nodiscard]] virtual bool isUnsettled() const { return false; }
    /// Ends the round. False: what became of it is not known, or nothing of it was kept.
    [[nodiscard]] virtual bool settle() { return true; }

protected:
    enum class Access { Read, Write };
    /// Whether what was done is to be kept. Throws SqlFailure.
    using Work = std::function<bool(SqlConnection &)>;

    /// Fails where @p work threw or could not be kept.
    [[nodiscard]] virtual core::Result<void> transact(Access access, const Work &work) = 0;

private:
    template <class F> auto transactWith(Access access, F &work) -> std::invoke_result_t<F &, SqlConnection &>
    {
        std::optional<std::invoke_result_t<F &, SqlConnection &>> result;
        const core::Result<void> done = transact(access, [&](SqlConnection &sql) {
            result.emplace(work(sql));
            return result->ok();
        });
        if (!done.ok())
            return done.error();
        return *std::move(result);
    }
};

} // namespace keyturn::backend
