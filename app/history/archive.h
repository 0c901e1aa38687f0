// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "history/database.h"
#include "history/filter.h"

#include <QMutex>
#include <QObject>

#include <memory>

namespace keyturn::history {

/// The file, as the store's own thread sees it: opens it when it is needed, and again after each fault.
class Archive : public QObject
{
    Q_OBJECT
public:
    explicit Archive(QString path) : m_path(std::move(path)) { }

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
    template <class F> [[nodiscard]] auto work(F task) -> core::Result<std::invoke_result_t<F, Database &>>;
    [[nodiscard]] Database &open();
    [[nodiscard]] bool setAside();
    void failed(const QList<Event> &events, const core::Error &error);
    void pruneBefore(const QDateTime &newest);
    void pruneMore(const QDateTime &before, const QDateTime &newest);

    QString m_path;
    std::unique_ptr<Database> m_database;
    QMutex m_mutex;
    QList<Event> m_waiting; ///< Under m_mutex.
    bool m_scheduled = false; ///< Under m_mutex.
    std::optional<core::Error> m_trouble;
    QDateTime m_newest; ///< Of the last event: the time, by the clock of whoever appends.
    QDateTime m_prunedAt;
};

} // namespace keyturn::history
