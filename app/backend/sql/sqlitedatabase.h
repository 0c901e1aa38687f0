// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"
#include "backend/sql/sqliteconnection.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace keyturn::backend {

/// A file of SQLite in WAL mode: one connection that writes, and one a thread to read. WAL lets readers go on while one writes; writers queue
/// on a mutex of ours, because SQLite's own waiting sleeps in steps of up to 100 ms. Rounds are one transaction, with a savepoint for each write: of
/// the pages that they have in common each goes into the log once.
///
/// What write() and settle() say is kept is on the disk, else a power cut would let a spent refresh token or an ended session live again. That is
/// `synchronous=FULL`, but for who waits: SQLite itself would wait for the disk inside of its COMMIT, and with it all who want to write. So it runs
/// with NORMAL, which syncs at checkpoints alone, and each thread syncs the log itself once it has let the next one in: one for all that wait for it
/// meanwhile. What those read may not be on the disk yet, but what they write stands behind it in the same log.
class SqliteDatabase final : public SqlDatabase
{
public:
    /// Opens or makes the file and brings its schema up to date. Storage `database_unusable` (not writable, no database, or made by a newer
    /// version).
    [[nodiscard]] static core::Result<std::unique_ptr<SqliteDatabase>> open(const QString &path);

    void workInRounds() override;
    bool isUnsettled() const override;
    bool settle() override;

protected:
    core::Result<void> transact(Access access, const Work &work) override;

private:
    explicit SqliteDatabase(QString path) : m_path(std::move(path)) { }

    /// What a thread has here; that thread's alone.
    struct Place {
        std::unique_ptr<SqliteConnection> reader; ///< From the first read on.
        bool inRounds = false;
        std::unique_lock<std::mutex> round; ///< Of m_writing, while a round is open.
        bool lost = false; ///< SQLite has undone the round.
    };
    [[nodiscard]] Place &mine() const;
    [[nodiscard]] std::unique_ptr<SqliteConnection> connect() const;
    [[nodiscard]] SqliteConnection &reader(Place &place) const;
    void begin();
    void bringHome();
    [[nodiscard]] std::uint64_t commit();
    void sync(Place &place, std::uint64_t commit);
    [[nodiscard]] core::Result<void> read(Place &place, const Work &work);
    [[nodiscard]] core::Result<void> writeAlone(Place &place, const Work &work);
    [[nodiscard]] core::Result<void> writeInRound(Place &place, const Work &work);
    void undo(Place &place) noexcept;

    QString m_path;
    std::mutex m_writing;
    std::unique_ptr<SqliteConnection> m_writer; ///< Whose m_writing is. From the first write on.
    std::atomic<std::uint64_t> m_commits = 0; ///< How many there were.
    std::mutex m_syncing;
    std::atomic<bool> m_doubtful = false; ///< A sync failed.
    std::uint64_t m_synced = 0; ///< How many of them are on the disk. Whose m_syncing is.
    mutable std::mutex m_mutex; ///< Of the map alone.
    mutable std::map<std::thread::id, Place> m_places;
};

} // namespace keyturn::backend
