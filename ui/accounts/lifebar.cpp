// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/lifebar.h"

#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::accounts {

LifeBar::LifeBar(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(4);
    setMinimumWidth(80);
}

void LifeBar::setShare(double share)
{
    m_share = qBound(0.0, share, 1.0);
    setAccessibleName(tr("Life of the access token, %1 percent left").arg(qRound(m_share * 100)));
    update();
}

void LifeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(common::hairlineColour(palette()));
    painter.drawRoundedRect(rect(), 2, 2);
    QRectF left(rect());
    left.setWidth(rect().width() * m_share);
    if (layoutDirection() == Qt::RightToLeft)
        left.moveRight(rect().right() + 1);
    painter.setBrush(palette().color(QPalette::Active, QPalette::Highlight));
    painter.drawRoundedRect(left, 2, 2);
}

} // namespace keyturn::ui::accounts
