// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/waydelegate.h"

#include "ui/common/avatar.h"
#include "ui/common/icon.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QPainter>
#include <QRegularExpression>

namespace keyturn::ui::signin {

using common::grid;
using common::Tone;

namespace {
constexpr int disc = 36;
constexpr int iconSize = 20;

/// "GitHub" as "Git Hub": its initials tell it from "Google".
QString spaced(const QString &name)
{
    static const QRegularExpression hump(QStringLiteral("(?<=[a-z])(?=[A-Z])"));
    return QString(name).replace(hump, QStringLiteral(" "));
}
} // namespace

void WayDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    painter->save();
    // The page has margins already: the row's ground reaches to their edge.
    QStyleOptionViewItem option = given;
    option.rect.adjust(-grid, 0, grid, 0);
    const QColor ground = common::paintRowGround(*painter, option);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const QRect inner = option.rect.adjusted(2 * grid, 0, -2 * grid, 0);
    const QRect mark = mirrored(QRect(inner.left(), inner.center().y() - disc / 2 + 1, disc, disc));
    const QString icon = index.data(IconRole).toString();
    painter->setFont(option.font);
    if (icon.isEmpty()) {
        common::paintAvatar(*painter, mark, {spaced(index.data().toString().section(u' ', 0, 0)), index.data().toString()}, option.palette);
    } else {
        const QColor plate = common::mixed(option.palette.color(QPalette::Highlight), ground, 0.18);
        painter->setPen(Qt::NoPen);
        painter->setBrush(plate);
        painter->drawEllipse(mark);
        const QPixmap pixmap =
            common::iconPixmap(icon, common::toneColour(option.palette, Tone::Accent, plate), iconSize, painter->device()->devicePixelRatioF());
        painter->drawPixmap(mark.center() - QPoint(iconSize / 2 - 1, iconSize / 2 - 1), pixmap);
    }
    const int left = inner.left() + disc + grid + grid / 2;
    const QFont strong = common::strongFont(option.font);
    const QFontMetrics strongMetrics(strong);
    const QFontMetrics base(option.font);
    const int top = inner.center().y() - (strongMetrics.height() + base.height() + 2) / 2 + 1;
    const QRect first(left, top, inner.right() - left, strongMetrics.height());
    const QRect second(left, first.bottom() + 3, first.width(), base.height());
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    painter->setFont(strong);
    painter->setPen(common::toneColour(option.palette, enabled ? Tone::Normal : Tone::Muted, ground));
    painter->drawText(mirrored(first), flags, strongMetrics.elidedText(index.data().toString(), Qt::ElideRight, first.width()));
    painter->setFont(option.font);
    painter->setPen(common::toneColour(option.palette, Tone::Muted, ground));
    painter->drawText(mirrored(second), flags, base.elidedText(index.data(BelowRole).toString(), Qt::ElideRight, second.width()));
    painter->restore();
}

QSize WayDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int text = QFontMetrics(common::strongFont(option.font)).height() + QFontMetrics(option.font).height();
    return {200, qMax(disc, text) + 2 * grid + grid / 2};
}

} // namespace keyturn::ui::signin
