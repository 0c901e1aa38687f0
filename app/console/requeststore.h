// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/answer.h"
#include "console/blanks.h"
#include "core/async.h"
#include "core/clock.h"
#include "history/diskthread.h"

#include <QHash>
#include <QObject>

namespace keyturn::console {

class RequestArchive;

constexpr int mostPastRequests = 500;
constexpr qint64 mostPastBytes = 20 * 1024 * 1024;

/// A request that was sent, and how it ended.
struct PastRequest {
    QString key; ///< Its name in the store.
    QString account; ///< By id.
    QDateTime at; ///< UTC.
    Draft draft; ///< Whole where this process sent it; else without secrets: see blanksOf().
    int status = 0;
    QString failure; ///< Error code where there was no answer.
    std::chrono::milliseconds duration{0};
    qint64 bodyBytes = 0; ///< Of the answer.
};

/// A request that somebody gave a name.
struct SavedRequest {
    QString name;
    QDateTime at; ///< UTC; when it was saved last.
    Draft draft; ///< As in PastRequest.
};

/// Past requests, the newest mostPastRequests and mostPastBytes of them, and saved ones, in one file (SQLite) that several processes share. No secret
/// comes to the disk (withoutSecrets()); what this process sent itself it has whole, in memory. Past ones are written only while setKeeping(true),
/// saved ones always. All disk work is done by a thread of its own. Errors are Storage: `requests_newer` (the file is a newer version's),
/// `requests_failed`, `file_not_ours`.
class RequestStore final : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it. @p path is made, with its folder, when there is something to keep.
    RequestStore(core::Clock &clock, QString path, QObject *parent = nullptr);
    ~RequestStore() override; ///< Waits for what was asked for.

    void setKeeping(bool keeping) { m_keeping = keeping; }
    [[nodiscard]] bool isKeeping() const { return m_keeping; }

    /// Notes that @p account sent @p draft. A failure of the disk is never one of the request.
    void remember(const QString &account, const Draft &draft, const Answer &answer);
    /// The newest @p limit of @p account's, newest first; an empty id: everybody's.
    [[nodiscard]] core::Async<QList<PastRequest>> past(const QString &account, int limit = mostPastRequests);
    /// Forgets those of @p account, in memory and on disk; an empty id: all. Saved ones stay.
    [[nodiscard]] core::Async<void> forget(const QString &account);

    /// Keeps @p draft under @p name without secrets, in place of what had that name. Configuration `name_invalid`: empty, longer than 200 characters,
    /// or with controls.
    [[nodiscard]] core::Async<void> save(const QString &name, const Draft &draft);
    /// By name.
    [[nodiscard]] core::Async<QList<SavedRequest>> saved();
    /// Configuration `saved_unknown` where there is none of that name.
    [[nodiscard]] core::Async<SavedRequest> saved(const QString &name);
    [[nodiscard]] core::Async<void> removeSaved(const QString &name);

Q_SIGNALS:
    void changed(); ///< What past() or saved() answers is another now.

private:
    [[nodiscard]] history::DiskThread<RequestArchive> &thread();
    [[nodiscard]] QList<PastRequest> merged(const QList<PastRequest> &kept, const QString &account, int limit) const;

    core::Clock &m_clock;
    QString m_path;
    bool m_keeping = false;
    QHash<QString, QDateTime> m_forgottenAt; ///< By account; of none: of all.
    QList<PastRequest> m_own; ///< Of this process, newest last.
    qint64 m_ownBytes = 0; ///< Of their addresses, headers, bodies and fields.
    QHash<QString, SavedRequest> m_ownSaved; ///< The same.
    history::DiskThread<RequestArchive> m_thread{QStringLiteral("requests")};
};

} // namespace keyturn::console
