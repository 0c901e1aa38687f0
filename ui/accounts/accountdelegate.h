// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace keyturn::ui::accounts {

class AccountPictures;
class AccountsPort;

/// One account in the list: disc, name, and below it who keeps it and how it stands, in word and icon.
class AccountDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// @p port must outlive it. Asks for the pictures of the rows that it paints, and has @p parent painted again where one comes.
    AccountDelegate(AccountsPort &port, QAbstractItemView *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The second line, as it is painted before eliding.
    [[nodiscard]] static QString secondLine(const QModelIndex &index);

private:
    AccountPictures *m_pictures;
};

} // namespace keyturn::ui::accounts
