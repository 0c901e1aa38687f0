// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/linkbutton.h"

#include "ui/common/tone.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace keyturn::ui::common {

namespace {
constexpr int arrow = 12; // of a menu, as wide as high
} // namespace

LinkButton::LinkButton(const QString &text, QWidget *parent) : LinkButton(QIcon(), text, parent) { }

LinkButton::LinkButton(const QIcon &icon, const QString &text, QWidget *parent) : QPushButton(icon, text, parent)
{
    setFlat(true);
    setAutoDefault(false);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LinkButton::sizeHint() const
{
    const QSize text = fontMetrics().size(Qt::TextShowMnemonic, this->text());
    const int before = icon().isNull() ? 0 : iconSize().width() + grid;
    return {before + text.width() + (menu() ? grid + arrow : 0), std::max(text.height(), iconSize().height()) + grid};
}

/// One that has an icon is told from text by that, the others by their colour.
void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ground = palette().color(QPalette::Window);
    const QColor resting = palette().color(QPalette::Disabled, QPalette::WindowText);
    const Tone tone = icon().isNull() || underMouse() || isDown() ? Tone::Accent : Tone::Normal;
    int x = 0;
    const auto place = [this, &x](int width) {
        const QRect given(x, 0, width, height());
        x += width + grid;
        return QStyle::visualRect(layoutDirection(), rect(), given);
    };
    if (!icon().isNull()) {
        const QPixmap drawn = icon().pixmap(iconSize(), devicePixelRatioF(), isEnabled() ? QIcon::Normal : QIcon::Disabled);
        style()->drawItemPixmap(&painter, place(iconSize().width()), Qt::AlignCenter, drawn);
    }
    painter.setPen(isEnabled() ? toneColour(palette(), tone, ground) : resting);
    painter.drawText(place(fontMetrics().size(Qt::TextShowMnemonic, text()).width()), Qt::AlignCenter | Qt::TextShowMnemonic, text());
    if (menu()) {
        QStyleOption down;
        down.initFrom(this);
        down.rect = place(arrow);
        style()->drawPrimitive(QStyle::PE_IndicatorArrowDown, &down, &painter, this);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(toneColour(palette(), Tone::Accent, ground), 2));
        painter.drawLine(rect().bottomLeft() - QPoint(0, 1), rect().bottomRight() - QPoint(0, 1));
    }
}

} // namespace keyturn::ui::common
