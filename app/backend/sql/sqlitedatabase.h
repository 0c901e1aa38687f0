// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"
#include "backend/sql/sqliteconnection.h"

#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace keyturn::backend {

/// A file of SQLite in WAL mode: one connection that writes, and one a thread to read. WAL lets readers go on while one writes; writers queue
/// on a mutex of ours, because SQLite's own waiting sleeps in steps of up to 100 ms. `synchronous=FULL`: with NORMAL a power cut takes the last
/// commits back, so a spent refresh token or an ended session would live again. Rounds are one transaction, with a savepoint for each write.
class SqliteDatabase final : public SqlDatabase
{
public:
    /// Opens or makes the file and brings its schema up to date. Storage `database_unusable` (not writable, no database, or made by a newer
    /// version).
    [[nodiscard]] static core::Result<std::unique_ptr<SqliteDatabase>> open(const QString &path);

    void writeInRounds() override;
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
    void begin();
    [[nodiscard]] core::Result<void> read(Place &place, const Work &work);
    [[nodiscard]] core::Result<void> writeAlone(const Work &work);
    [[nodiscard]] core::Result<void> writeInRound(Place &place, const Work &work);
    void undo(Place &place) noexcept;

    QString m_path;
    std::mutex m_writing;
    std::unique_ptr<SqliteConnection> m_writer; ///< Whose m_writing is. From the first write on.
    mutable std::mutex m_mutex; ///< Of the map alone.
    mutable std::map<std::thread::id, Place> m_places;
};

} // namespace keyturn::backend
