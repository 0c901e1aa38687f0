// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tokens/tokendelegate.h"

#include "ui/common/rowground.h"
#include "ui/common/tone.h"
#include "ui/tokens/tokenlistmodel.h"

#include <QPainter>

namespace keyturn::ui::tokens {

using common::grid;
using common::Tone;

namespace {

/// Values without blanks, addresses and keys, break wherever the line ends.
constexpr int wrap = Qt::TextWrapAnywhere;

QString text(const QModelIndex &index, int role)
{
    return index.data(role).toString();
}

int wrapOf(const QString &words)
{
    return words.contains(u' ') ? int(Qt::TextWordWrap) : wrap;
}

/// Where each thing of a row stands, from left to right.
struct Places {
    Places(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const QFontMetrics metrics(option.font);
        const int whole = common::rowWidth(option) - 6 * grid;
        const int names = qBound(8 * grid, whole / 4, 16 * metrics.averageCharWidth());
        const int width = qMax(80, whole - names - grid);
        if (!text(index, TokenListModel::HeadingRole).isEmpty())
            heading = metrics.height() + 2 * grid;
        const auto height = [&](const QString &words) {
            return words.isEmpty() ? 0 : metrics.boundingRect(0, 0, width, 10'000, wrapOf(words), words).height();
        };
        const int top = option.rect.top() + heading + grid / 2;
        name = QRect(option.rect.left() + 3 * grid, top, names, metrics.height());
        value = QRect(name.right() + 1 + grid, top, width, height(text(index, Qt::DisplayRole)));
        note = QRect(value.left(), value.bottom() + 1, width, height(text(index, TokenListModel::NoteRole)));
        total = heading + grid / 2 + qMax(metrics.height(), value.height()) + note.height() + grid / 2;
    }

    int heading = 0; ///< Its height.
    QRect name;
    QRect value;
    QRect note;
    int total = 0;
};

} // namespace

void TokenDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Places places(option, index);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    if (places.heading > 0) {
        painter->setFont(common::strongFont(option.font));
        painter->setPen(common::toneColour(option.palette, Tone::Normal));
        const QRect area(option.rect.left() + 3 * grid, option.rect.top(), option.rect.width() - 6 * grid, places.heading - grid / 2);
        painter->drawText(mirrored(area), side | Qt::AlignBottom, text(index, TokenListModel::HeadingRole));
    }
    QStyleOptionViewItem row = option;
    row.rect.setTop(option.rect.top() + places.heading);
    const QColor ground = common::paintRowGround(*painter, row);
    const auto tone = static_cast<Tone>(index.data(TokenListModel::ToneRole).toInt());
    painter->setFont(tone == Tone::Warning ? common::strongFont(option.font) : option.font);
    painter->setPen(common::toneColour(option.palette, tone, ground));
    const QString name = painter->fontMetrics().elidedText(text(index, TokenListModel::NameRole), Qt::ElideRight, places.name.width());
    painter->drawText(mirrored(places.name), side | Qt::AlignVCenter | Qt::TextSingleLine, name);
    painter->setFont(option.font);
    painter->setPen(common::toneColour(option.palette, Tone::Normal, ground));
    const QString words = text(index, Qt::DisplayRole);
    painter->drawText(mirrored(places.value), side | wrapOf(words), words);
    painter->setPen(common::toneColour(option.palette, Tone::Muted, ground));
    const QString note = text(index, TokenListModel::NoteRole);
    painter->drawText(mirrored(places.note), side | wrapOf(note), note);
    painter->restore();
}

QSize TokenDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {100, Places(option, index).total};
}

} // namespace keyturn::ui::tokens
