// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "history/diskthread.h"
#include "trace/filter.h"

#include <QObject>

namespace keyturn::trace {

class TraceArchive;

/// What is kept on disk, at most; whichever comes first.
constexpr std::chrono::hours keptFor{7 * 24};
constexpr qint64 mostKeptEntries = 5000;
constexpr qint64 mostKeptBytes = 50 * 1024 * 1024;

/// An entry as it lies on disk.
struct Kept {
    qint64 id = 0; ///< Grows with each entry, of whatever process.
    QString run; ///< The process that recorded it; with its number there it is the exchange that the history names.
    net::Exchange exchange;
};

/// The exchange log's entries, redacted as they are there, in one file (SQLite) that several processes share, so that one can be asked what another
/// has sent. Nothing is written before follow() and setKeeping(true). All disk work is done by a thread of its own, in the order in which it was
/// asked for; a failure of it is never one of what is recorded.
class TraceStore final : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it. @p path is made, with its folder, when there is something to keep. @p run names this process.
    TraceStore(core::Clock &clock, QString path, QString run, QObject *parent = nullptr);
    ~TraceStore() override; ///< Waits for what was asked for.

    void follow(const net::ExchangeLog &log);
    void setKeeping(bool keeping) { m_keeping = keeping; }
    [[nodiscard]] bool isKeeping() const { return m_keeping; }

    /// The newest @p limit of those after the entry @p after that fit, oldest first. Errors are Storage: `trace_newer` (the file is a newer
    /// version's), `trace_failed`, `file_not_ours`.
    [[nodiscard]] core::Async<QList<Kept>> entries(const Filter &filter, qsizetype limit, qint64 after = 0);
    /// Removes what is of @p account, by id, and what is nobody's at its @p origins; an empty id: everything. It cannot be read from the disk
    /// afterwards.
    [[nodiscard]] core::Async<void> clear(const QString &account, const QList<net::Origin> &origins = {});

private:
    [[nodiscard]] history::DiskThread<TraceArchive> &thread();

    core::Clock &m_clock;
    QString m_path;
    QString m_run;
    bool m_keeping = false;
    history::DiskThread<TraceArchive> m_thread{QStringLiteral("trace")};
};

} // namespace keyturn::trace
