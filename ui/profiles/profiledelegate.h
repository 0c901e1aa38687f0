// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace keyturn::ui::profiles {

/// One profile: its name, and below it where it comes from; what it lacks takes that line's place in a colour of its own.
class ProfileDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { BelowRole = Qt::UserRole + 1, LacksRole, KeyRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace keyturn::ui::profiles
