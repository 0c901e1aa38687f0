// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace keyturn::ui::signin {

/// One way to sign in: a disc with an icon or initial, what it is, whose it is.
class WayDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { BelowRole = Qt::UserRole + 1, IconRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace keyturn::ui::signin
