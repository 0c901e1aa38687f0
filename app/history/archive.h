// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "history/databasefile.h"
#include "history/filter.h"

#include <QMutex>
#include <QObject>

namespace keyturn::history {

/// The file, as the store's own thread sees it: opens it when it is needed, and again after each fault.
class Archive : public QObject
{
    Q_OBJECT
public:
    explicit Archive(const QString &path);

    /// From any thread.
    void enqueue(const Event &event);

    // All others in the thread that it lives in.
    void drain();
    [[nodiscard]] core::Result<Page> page(const Filter &filter, const std::optional<PageKey> &after, int limit);
    [[nodiscard]] core::Result<QList<Subject>> subjects();
    [[nodiscard]] core::Result<void> clearAbout(const std::optional<model::AccountId> &account);

Q_SIGNALS:
    void recorded();
    void notRecorded(const keyturn::core::Error &error);

private:
    void wasSetAside(const QString &name);
    void failed(const QList<Event> &events, const core::Error &error);
    void pruneBefore(const QDateTime &newest);
    void pruneMore(const QDateTime &before, const QDateTime &newest);

    DatabaseFile m_file;
    QMutex m_mutex;
    QList<Event> m_waiting; ///< Under m_mutex.
    bool m_scheduled = false; ///< Under m_mutex.
    std::optional<core::Error> m_trouble;
    QDateTime m_newest; ///< Of the last event: the time, by the clock of whoever appends.
    QDateTime m_prunedAt;
};

} // namespace keyturn::history
