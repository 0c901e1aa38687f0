// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "history/diskthread.h"
#include "history/filter.h"
#include "net/redaction.h"

#include <QObject>

namespace keyturn::history {

class Archive;

/// How long events are kept.
constexpr std::chrono::hours keptFor{90 * 24};

/// What happened to the accounts of this person, in one file (SQLite) that several processes share. All disk work is done by a thread of its own that
/// starts with the first call; nothing is touched before. A failure to record is never a failure of what is recorded: what cannot be written waits in
/// memory, a few hundred events at most, and is tried with the next.
class EventStore : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it. @p path is made, with its folder, when there is something to record.
    EventStore(core::Clock &clock, QString path, QObject *parent = nullptr);
    /// Writes what waits, and waits for that.
    ~EventStore() override;

    /// Texts are redacted and shortened first. Returns at once; recorded() or notRecorded() follows.
    void append(Event event);
    /// At most @p limit events from @p after on; what was appended before is among them. Errors are Storage: `history_newer` (the file is a newer
    /// version's, and was left as it is), `history_failed`, `file_not_ours`.
    [[nodiscard]] core::Async<Page> page(const Filter &filter, const std::optional<PageKey> &after, int limit);
    /// Whom there is something about, the newest first; signed out or not. Each by the names that were last theirs.
    [[nodiscard]] core::Async<QList<Subject>> subjects();
    /// Removes everything about @p account, whose names cannot be read in the file afterwards.
    [[nodiscard]] core::Async<void> clear(const model::AccountId &account);
    [[nodiscard]] core::Async<void> clearAll(); ///< Broken files of before, which were set aside, as well.

Q_SIGNALS:
    void recorded(); ///< Something new can be read. Not told of what other processes record.
    void notRecorded(const keyturn::core::Error &error); ///< Once, until it works again.

private:
    [[nodiscard]] QString redacted(const QString &text) const;
    [[nodiscard]] DiskThread<Archive> &thread();

    core::Clock &m_clock;
    QString m_path;
    net::Redaction m_redaction;
    DiskThread<Archive> m_thread{QStringLiteral("history")};
};

} // namespace keyturn::history
