// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/accounts/accountsport.h"

#include <QAbstractListModel>

namespace keyturn::ui::accounts {

/// The accounts, one a row, in the person's order.
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
        HueRole, ///< int; invalid: none was chosen.
        EmailRole, ///< QString.
        PictureRole, ///< QUrl of it; may be empty.
        SearchRole, ///< QString: all that typing looks in.
    };

    /// @p port must outlive it.
    explicit AccountListModel(AccountsPort &port, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    // Rows are dragged to another place. The store is told; the rows move when it has.
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;

    /// -1 where unknown.
    [[nodiscard]] int rowOf(const model::AccountId &id) const;

private:
    /// An account with what is made of it once, since it is asked for at every letter that is typed and every row that is painted.
    struct Row {
        model::Account account;
        QString title;
        QString email;
        QString backend;
        QString search;
    };
    [[nodiscard]] Row rowFor(const model::Account &account) const;
    void read();
    void refresh(const model::AccountId &id);
    void add(const model::Account &account);
    void drop(const model::AccountId &id);
    void reorder();
    void number(int from);

    AccountsPort &m_port;
    QList<Row> m_rows;
    QHash<model::AccountId, int> m_places; ///< In m_rows.
};

} // namespace keyturn::ui::accounts
