// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/accounts/accountsport.h"

#include <QCache>
#include <QImage>
#include <QThreadPool>

namespace keyturn::ui::accounts {

/// The accounts' pictures in one size, as discs. Asks the port for those that somebody wants to paint, and for no other; decodes beside the window's
/// thread, one at a time; keeps a few hundred.
class AccountPictures final : public QObject
{
    Q_OBJECT
public:
    /// @p side in device-independent pixels. @p port must outlive it.
    AccountPictures(AccountsPort &port, int side, QObject *parent = nullptr);
    ~AccountPictures() override;

    /// Null where there is none, or none yet: arrived() tells.
    [[nodiscard]] QImage of(const model::AccountId &id, const QUrl &address, qreal ratio);

Q_SIGNALS:
    void arrived(const keyturn::model::AccountId &id);

private:
    struct Entry {
        QUrl address;
        qreal ratio = 1;
        QImage image; ///< Null: there is none.
        QDateTime askedAt; ///< UTC.
    };
    void ask(const model::AccountId &id, const Entry &entry);
    void decode(const model::AccountId &id, const QByteArray &bytes);
    void decoded(const model::AccountId &id, const QImage &image);

    AccountsPort &m_port;
    int m_side;
    QCache<model::AccountId, Entry> m_entries; ///< Costs are bytes.
    QHash<model::AccountId, Entry> m_asked; ///< Answers under way.
    QThreadPool m_thread;
};

} // namespace keyturn::ui::accounts
