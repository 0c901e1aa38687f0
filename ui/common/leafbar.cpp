// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/leafbar.h"

#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QEvent>
#include <QPainter>

namespace keyturn::ui::common {

LeafBar::LeafBar(Rank rank, QWidget *parent) : QTabBar(parent), m_rank(rank)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    connect(this, &QTabBar::tabBarClicked, this, [this](int index) {
        if (index >= 0)
            Q_EMIT leafChosen();
    });
}

bool LeafBar::event(QEvent *event)
{
    const bool taken = QTabBar::event(event);
    if (taken && event->type() == QEvent::Shortcut)
        Q_EMIT leafChosen();
    return taken;
}

QSize LeafBar::tabSizeHint(int index) const
{
    const QFontMetrics metrics(strongFont(font()));
    const QSize room = m_rank == Rank::Leaves ? QSize(3 * grid, 2 * grid) : QSize(2 * grid, grid);
    return QSize(metrics.size(Qt::TextShowMnemonic, tabText(index)).width(), metrics.height()) + room;
}

void LeafBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count(); ++i) {
        if (!isTabVisible(i))
            continue;
        const QRect rect = tabRect(i);
        const bool open = i == currentIndex();
        const bool hovered = rect.contains(mapFromGlobal(QCursor::pos())) && underMouse();
        if (open && m_rank == Rank::Pages) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(chosenColour(palette(), palette().color(QPalette::Base)));
            painter.drawRoundedRect(rect, grid / 2, grid / 2);
        }
        painter.setFont(open ? strongFont(font()) : font());
        painter.setPen(toneColour(palette(), open || hovered ? Tone::Normal : Tone::Muted));
        painter.drawText(rect, Qt::AlignCenter | Qt::TextShowMnemonic, tabText(i));
        if (!open)
            continue;
        if (m_rank == Rank::Leaves) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(toneColour(palette(), Tone::Accent));
            painter.drawRoundedRect(QRectF(rect.left() + grid, rect.bottom() - 2, rect.width() - 2 * grid, 3), 1.5, 1.5);
        }
        if (hasFocus())
            paintFocusRing(painter, QRectF(rect).adjusted(2, m_rank == Rank::Leaves ? 4 : 2, -2, m_rank == Rank::Leaves ? -6 : -2), palette());
    }
}

} // namespace keyturn::ui::common
