// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/resultdelegate.h"

#include "ui/audit/resultlistmodel.h"
#include "ui/common/icon.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::audit {

using common::grid;
using common::Tone;

namespace {

constexpr int iconSize = 18;

QString text(const QModelIndex &index, int role)
{
    return index.data(role).toString();
}

/// Where each thing of a row stands, from left to right.
struct Places {
    Places(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const QFontMetrics metrics(option.font);
        const int left = 3 * grid + iconSize + grid + grid / 2;
        const int width = qMax(80, common::rowWidth(option) - left - 3 * grid);
        const auto height = [&](int role) {
            const QString words = text(index, role);
            return words.isEmpty() ? 0 : metrics.boundingRect(0, 0, width, 10'000, Qt::TextWordWrap, words).height();
        };
        title = QRect(option.rect.left() + left, option.rect.top() + grid, width, height(Qt::DisplayRole));
        summary = QRect(title.left(), title.bottom() + 1, width, height(ResultListModel::SummaryRole));
        evidence = QRect(title.left(), summary.bottom() + 1, width, height(ResultListModel::EvidenceRole));
        icon = QRect(option.rect.left() + 3 * grid, title.top() + (metrics.height() - iconSize) / 2, iconSize, iconSize);
        total = 2 * grid + title.height() + summary.height() + evidence.height();
    }

    QRect icon;
    QRect title;
    QRect summary;
    QRect evidence;
    int total = 0;
};

} // namespace

void ResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Places places(option, index);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    const QColor ground = common::paintRowGround(*painter, option);
    const auto tone = static_cast<Tone>(index.data(ResultListModel::ToneRole).toInt());
    painter->drawPixmap(mirrored(places.icon).topLeft(),
                        common::iconPixmap(text(index, ResultListModel::IconRole), common::toneColour(option.palette, tone, ground), iconSize,
                                           painter->device()->devicePixelRatioF()));
    painter->setFont(option.font);
    painter->setPen(common::toneColour(option.palette, Tone::Normal, ground));
    painter->drawText(mirrored(places.title), side | Qt::TextWordWrap, text(index, Qt::DisplayRole));
    painter->setPen(common::toneColour(option.palette, Tone::Muted, ground));
    painter->drawText(mirrored(places.summary), side | Qt::TextWordWrap, text(index, ResultListModel::SummaryRole));
    painter->drawText(mirrored(places.evidence), side | Qt::TextWordWrap, text(index, ResultListModel::EvidenceRole));
    painter->restore();
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {100, Places(option, index).total};
}

} // namespace keyturn::ui::audit
