// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/profiledelegate.h"

#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::profiles {

using common::grid;
using common::Tone;

void ProfileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QColor ground = common::paintRowGround(*painter, option);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const QRect inner = option.rect.adjusted(2 * grid, 0, -2 * grid, 0);
    const QFont strong = common::strongFont(option.font);
    const QFontMetrics strongMetrics(strong);
    const QFontMetrics base(option.font);
    const int top = inner.center().y() - (strongMetrics.height() + base.height() + 2) / 2 + 1;
    const QRect first(inner.left(), top, inner.width(), strongMetrics.height());
    const QRect second(inner.left(), first.bottom() + 3, inner.width(), base.height());
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    painter->setFont(strong);
    painter->setPen(common::toneColour(option.palette, Tone::Normal, ground));
    painter->drawText(mirrored(first), flags, strongMetrics.elidedText(index.data().toString(), Qt::ElideRight, first.width()));
    painter->setFont(option.font);
    painter->setPen(common::toneColour(option.palette, index.data(LacksRole).toBool() ? Tone::Warning : Tone::Muted, ground));
    painter->drawText(mirrored(second), flags, base.elidedText(index.data(BelowRole).toString(), Qt::ElideRight, second.width()));
    painter->restore();
}

QSize ProfileDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {160, QFontMetrics(common::strongFont(option.font)).height() + QFontMetrics(option.font).height() + 2 * grid + grid / 2};
}

} // namespace keyturn::ui::profiles
