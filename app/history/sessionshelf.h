// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/databasefile.h"
#include "history/sessionkeeping.h"

#include <QObject>

namespace keyturn::history {

/// The file of the sessions, as the book's own thread sees it. Times are milliseconds since 1970.
class SessionShelf : public QObject
{
    Q_OBJECT
public:
    explicit SessionShelf(const QString &path);

    [[nodiscard]] KnownSessions record(const Listing &listing);
    [[nodiscard]] core::Result<KnownSessions> remembered(const model::AccountId &account, qint64 now);
    [[nodiscard]] core::Result<void> setLabel(const model::AccountId &account, const QByteArray &key, const QString &label);
    [[nodiscard]] core::Result<void> markVisited(const model::AccountId &account, qint64 now);
    [[nodiscard]] core::Result<void> forget(const model::AccountId &account);
    [[nodiscard]] core::Result<void> keepOnly(const QList<model::AccountId> &accounts);
    [[nodiscard]] core::Result<QList<QByteArray>> claimNews(const model::AccountId &account, const QList<QByteArray> &keys);
    void endedHere(const model::AccountId &account, const QList<QByteArray> &keys, qint64 now);
    void endedHere(const model::AccountId &account, bool current, qint64 now);

Q_SIGNALS:
    void changed(const keyturn::model::AccountId &account);

private:
    void noted(const core::Result<void> &done);
    DatabaseFile m_file;
    qint64 m_prunedAt = 0;
};

} // namespace keyturn::history
