// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/tworowdelegate.h"

#include "ui/common/plaintext.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::console {

using common::grid;
using common::Tone;

TwoRowDelegate::TwoRowDelegate(int methodRole, int secondRole, QObject *parent)
    : QStyledItemDelegate(parent), m_methodRole(methodRole), m_secondRole(secondRole)
{ }

void TwoRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QColor ground = common::paintRowGround(*painter, option);
    const QString method = m_methodRole < 0 ? QString() : index.data(m_methodRole).toString();
    const int line = option.fontMetrics.height();
    QRect first = option.rect.adjusted(2 * grid, grid / 2, -2 * grid, 0);
    first.setHeight(line);
    const QRect second = first.translated(0, line);
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter | Qt::TextSingleLine
        | Qt::TextDontClip; // marks of direction may come from a higher font
    const auto write = [&](const QRect &area, const QString &text, Tone tone) {
        painter->setPen(common::toneColour(option.palette, tone, ground));
        painter->drawText(QStyle::visualRect(option.direction, option.rect, area), side,
                          common::isolated(painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width())));
    };
    if (!method.isEmpty()) {
        painter->setFont(common::strongFont(option.font));
        const int width = painter->fontMetrics().horizontalAdvance(method);
        write(QRect(first.topLeft(), QSize(width + 1, line)), method, Tone::Normal);
        first.setLeft(first.left() + width + grid);
    }
    painter->setFont(option.font);
    write(first, index.data().toString(), Tone::Normal);
    write(second, index.data(m_secondRole).toString(), Tone::Muted);
    painter->restore();
}

QSize TwoRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {20 * grid, 2 * option.fontMetrics.height() + grid};
}

} // namespace keyturn::ui::console
