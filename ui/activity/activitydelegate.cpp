// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/activity/activitydelegate.h"

#include "ui/activity/activitylistmodel.h"
#include "ui/common/icon.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QLocale>
#include <QPainter>

namespace keyturn::ui::activity {

using common::grid;
using common::Tone;

namespace {

constexpr int iconSize = 18;

QString text(const QModelIndex &index, int role)
{
    return index.data(role).toString();
}

/// As wide as any time of day.
int timeWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(QLocale().toString(QTime(22, 44), QLocale::ShortFormat)) + grid;
}

/// Where each thing of a row stands, from left to right.
struct Places {
    Places(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const QFontMetrics metrics(option.font);
        const int left = 3 * grid + iconSize + grid + grid / 2 + timeWidth(metrics);
        const int width = qMax(80, common::rowWidth(option) - left - 3 * grid);
        if (!text(index, ActivityListModel::HeadingRole).isEmpty())
            heading = metrics.height() + 2 * grid + grid / 2;
        const auto height = [&](const QString &words) {
            return words.isEmpty() ? 0 : metrics.boundingRect(0, 0, width, 10'000, Qt::TextWordWrap, words).height();
        };
        const int top = option.rect.top() + heading + grid;
        sentence = QRect(option.rect.left() + left, top, width, height(text(index, Qt::DisplayRole)));
        repeats = QRect(sentence.left(), sentence.bottom() + 1, width, height(text(index, ActivityListModel::RepeatsRole)));
        icon = QRect(option.rect.left() + 3 * grid, top + (metrics.height() - iconSize) / 2, iconSize, iconSize);
        time = QRect(icon.right() + grid + grid / 2, top, timeWidth(metrics), metrics.height());
        total = heading + grid + sentence.height() + repeats.height() + grid;
    }

    int heading = 0; ///< Its height.
    QRect icon;
    QRect time;
    QRect sentence;
    QRect repeats;
    int total = 0;
};

} // namespace

void ActivityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Places places(option, index);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    if (places.heading > 0) {
        painter->setFont(common::strongFont(option.font));
        painter->setPen(common::toneColour(option.palette, Tone::Muted));
        const QRect area(option.rect.left() + 3 * grid, option.rect.top(), option.rect.width() - 6 * grid, places.heading - grid / 2);
        painter->drawText(mirrored(area), side | Qt::AlignBottom, text(index, ActivityListModel::HeadingRole));
    }
    QStyleOptionViewItem row = option;
    row.rect.setTop(option.rect.top() + places.heading);
    const QColor ground = common::paintRowGround(*painter, row);
    const auto tone = static_cast<Tone>(index.data(ActivityListModel::ToneRole).toInt());
    painter->drawPixmap(mirrored(places.icon).topLeft(),
                        common::iconPixmap(text(index, ActivityListModel::IconRole), common::toneColour(option.palette, tone, ground), iconSize,
                                           painter->device()->devicePixelRatioF()));
    painter->setFont(option.font);
    painter->setPen(common::toneColour(option.palette, Tone::Muted, ground));
    painter->drawText(mirrored(places.time), side | Qt::AlignVCenter | Qt::TextSingleLine, text(index, ActivityListModel::TimeRole));
    painter->drawText(mirrored(places.repeats), side | Qt::TextWordWrap, text(index, ActivityListModel::RepeatsRole));
    painter->setPen(common::toneColour(option.palette, Tone::Normal, ground));
    painter->drawText(mirrored(places.sentence), side | Qt::TextWordWrap, text(index, Qt::DisplayRole));
    painter->restore();
}

QSize ActivityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {100, Places(option, index).total};
}

} // namespace keyturn::ui::activity
