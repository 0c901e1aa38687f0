// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/accounts/accountsport.h"

#include <QAbstractListModel>

namespace keyturn::ui::accounts {

/// The accounts, one a row, in the store's order.
class AccountListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString.
        TitleRole, ///< QString.
        BackendRole, ///< QString.
        StateRole, ///< int of AccountState.
        SeedRole, ///< QString.
        EmailRole, ///< QString.
        SearchRole, ///< QString: all that typing looks in.
    };

    /// @p port must outlive it.
    explicit AccountListModel(AccountsPort &port, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    /// -1 where unknown.
    [[nodiscard]] int rowOf(const model::AccountId &id) const;

private:
    void read();
    void refresh(const model::AccountId &id);
    void drop(const model::AccountId &id);

    AccountsPort &m_port;
    QList<model::Account> m_rows;
};

} // namespace keyturn::ui::accounts
