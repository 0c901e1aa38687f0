// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/colourmenu.h"

#include "ui/common/icon.h"

#include <QActionGroup>
#include <QPainter>

namespace keyturn::ui::accounts {

namespace {

constexpr int swatch = 16;

QIcon swatchOf(const common::Face &face, const QPalette &palette, qreal ratio)
{
    QPixmap pixmap(QSize(swatch, swatch) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    common::paintAvatar(painter, QRectF(0, 0, swatch, swatch), face, palette);
    return pixmap;
}

} // namespace

ColourMenu::ColourMenu(AccountsPort &port, const model::Account &account, QWidget *parent)
    : QMenu(tr("Co&lour"), parent), m_port(port), m_account(account)
{
    setIcon(common::icon(QStringLiteral("palette")));
    add(tr("&Automatic"), std::nullopt);
    addSeparator();
    // Evenly round the circle, as far as eyes tell them apart.
    const std::pair<QString, int> colours[] = {{tr("&Red"), 0},      {tr("&Orange"), 28},  {tr("&Yellow"), 52},
                                               {tr("&Green"), 120},  {tr("&Teal"), 172},   {tr("&Blue"), 212},
                                               {tr("&Indigo"), 240}, {tr("&Violet"), 275}, {tr("&Pink"), 325}};
    for (const auto &[name, hue] : colours)
        add(name, hue);
}

void ColourMenu::add(const QString &name, std::optional<int> hue)
{
    common::Face face = faceOf(m_account);
    face.hue = hue;
    QAction *action = addAction(swatchOf(face, palette(), devicePixelRatioF()), name, this, [this, hue] {
        if (!m_port.setHue(m_account.id, hue).ok()) { } // the disc keeps its colour, which is seen
    });
    action->setCheckable(true);
    action->setChecked(m_account.hue == hue);
    action->setIconVisibleInMenu(true);
}

} // namespace keyturn::ui::accounts
