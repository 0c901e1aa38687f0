// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace keyturn::ui::common {

/// A short list of names, with an icon before each where there is one, on the ground that our other lists have.
class ListDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// What icons are known by, as common::icon() takes it.
    static constexpr int IconNameRole = Qt::UserRole;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace keyturn::ui::common
