// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountdelegate.h"

#include "ui/accounts/accountlistmodel.h"
#include "ui/accounts/accountpictures.h"
#include "ui/accounts/statewords.h"
#include "ui/common/avatar.h"
#include "ui/common/icon.h"
#include "ui/common/plaintext.h"
#include "ui/common/rowground.h"

#include <QAbstractItemView>
#include <QPainter>

namespace keyturn::ui::accounts {

using common::grid;

namespace {
constexpr int disc = 36;
constexpr int stateIcon = 14;

keyturn::accounts::AccountState stateOf(const QModelIndex &index)
{
    return static_cast<keyturn::accounts::AccountState>(index.data(AccountListModel::StateRole).toInt());
}
} // namespace

AccountDelegate::AccountDelegate(AccountsPort &port, QAbstractItemView *parent)
    : QStyledItemDelegate(parent), m_pictures(new AccountPictures(port, disc, this))
{
    connect(m_pictures, &AccountPictures::arrived, parent, [parent] { parent->viewport()->update(); });
}

QString AccountDelegate::secondLine(const QModelIndex &index)
{
    return tr("%1 · %2").arg(StateWords::word(stateOf(index)), common::isolated(index.data(AccountListModel::BackendRole).toString()));
}

void AccountDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QColor ground = common::paintRowGround(*painter, option);
    const auto mirrored = [&option](const QRect &rect) { return QStyle::visualRect(option.direction, option.rect, rect); };
    const QRect inner = option.rect.adjusted(2 * grid, 0, -2 * grid, 0);
    const QRect avatar(inner.left(), inner.center().y() - disc / 2 + 1, disc, disc);
    painter->setFont(option.font);
    const QVariant hue = index.data(AccountListModel::HueRole);
    common::paintAvatar(*painter, mirrored(avatar),
                        {index.data(AccountListModel::TitleRole).toString(), index.data(AccountListModel::SeedRole).toString(),
                         hue.isValid() ? std::optional(hue.toInt()) : std::nullopt,
                         m_pictures->of(model::AccountId(index.data(AccountListModel::IdRole).toString()),
                                        index.data(AccountListModel::PictureRole).toUrl(), painter->device()->devicePixelRatioF())},
                        option.palette);

    const int textLeft = avatar.right() + 1 + grid + grid / 2;
    const QFontMetrics base(option.font);
    const QFont strong = common::strongFont(option.font);
    const QFontMetrics strongMetrics(strong);
    const int top = inner.center().y() - (strongMetrics.height() + base.height() + 2) / 2 + 1;
    const QRect first(textLeft, top, inner.right() - textLeft, strongMetrics.height());
    const QRect icon(textLeft, first.bottom() + 3 + (base.height() - stateIcon) / 2, stateIcon, stateIcon);
    const QRect second(icon.right() + 1 + grid / 2, first.bottom() + 3, inner.right() - icon.right() - grid / 2, base.height());
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine;

    painter->setFont(strong);
    painter->setPen(common::toneColour(option.palette, common::Tone::Normal, ground));
    painter->drawText(mirrored(first), flags,
                      strongMetrics.elidedText(common::isolated(index.data(AccountListModel::TitleRole).toString()), Qt::ElideRight, first.width()));
    const QColor tone = common::toneColour(option.palette, StateWords::tone(stateOf(index)), ground);
    painter->drawPixmap(mirrored(icon).topLeft(),
                        common::iconPixmap(StateWords::iconName(stateOf(index)), tone, stateIcon, painter->device()->devicePixelRatioF()));
    painter->setFont(option.font);
    painter->setPen(tone);
    painter->drawText(mirrored(second), flags, base.elidedText(secondLine(index), Qt::ElideRight, second.width()));
    painter->restore();
}

QSize AccountDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int text = QFontMetrics(common::strongFont(option.font)).height() + QFontMetrics(option.font).height();
    return {200, qMax(disc, text) + 3 * grid};
}

} // namespace keyturn::ui::accounts
