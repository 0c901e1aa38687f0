// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace keyturn::ui::console {

/// Two lines: what a request is, and below it, quieter, what is known about it. Before the first stands its method, where the model has one of its
/// own.
class TwoRowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// What the model's roles for method and second line are; -1: there is no method.
    TwoRowDelegate(int methodRole, int secondRole, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_methodRole;
    int m_secondRole;
};

} // namespace keyturn::ui::console
