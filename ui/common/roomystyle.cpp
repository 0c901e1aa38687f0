// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/roomystyle.h"

#include "ui/common/tone.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionButton>

namespace keyturn::ui::common {

void RoomyStyle::dress()
{
    if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0)
        QApplication::setStyle(new RoomyStyle(QStringLiteral("fusion")));
}

QSize RoomyStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return usual + QSize(2 * grid, grid);
    case CT_LineEdit:
        return usual + QSize(0, grid);
    default:
        return usual;
    }
}

int RoomyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 2 * grid;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return grid;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

/// Fusion's frames of these are darker than the window, and so not seen on a dark one. WCAG 2.1, 1.4.11 wants them three times as bright or as dark.
void RoomyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (element != PE_IndicatorRadioButton && element != PE_IndicatorCheckBox) {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element == PE_FrameLineEdit && !option->state.testFlag(State_HasFocus)) // which has its own
            drawFieldFrame(*option, *painter);
        return;
    }
    const bool on = !option->state.testFlag(State_Off);
    const QColor frame = toneColour(option->palette, Tone::Muted, option->palette.color(QPalette::Window));
    const QColor plate = readable(option->palette.color(QPalette::Active, QPalette::Highlight), Qt::white);
    const QColor filled = option->state.testFlag(State_Enabled) ? plate : frame;
    const QRectF box = QRectF(option->rect).adjusted(0.75, 0.75, -0.75, -0.75); // the frame begins where a pixel does
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(on ? filled : frame, 1.5));
    painter->setBrush(on ? filled : option->palette.color(QPalette::Base));
    if (element == PE_IndicatorRadioButton)
        painter->drawEllipse(box);
    else
        painter->drawRoundedRect(box, 3, 3);
    if (on)
        drawMark(element, *painter, box);
    painter->restore();
}

void RoomyStyle::drawFieldFrame(const QStyleOption &option, QPainter &painter)
{
    const QColor ground = option.palette.color(QPalette::Active, QPalette::Window);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(readable(mixed(option.palette.color(QPalette::Active, QPalette::WindowText), ground, 0.35), ground, 3.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.restore();
}

void RoomyStyle::drawMark(PrimitiveElement element, QPainter &painter, const QRectF &box)
{
    if (element == PE_IndicatorRadioButton) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Qt::white);
        painter.drawEllipse(box.center(), box.width() / 5, box.height() / 5);
        return;
    }
    const auto at = [&box](double x, double y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
    painter.setPen(QPen(Qt::white, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.31)});
}

void RoomyStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (element == CE_PushButtonLabel && drawIconAndText(option, painter, widget))
        return;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool bevelOrLabel = element == CE_PushButtonBevel || element == CE_PushButtonLabel;
    if (!bevelOrLabel || !button || !button->features.testFlag(QStyleOptionButton::DefaultButton) || !button->state.testFlag(State_Enabled)) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    const QColor plate = readable(option->palette.color(QPalette::Active, QPalette::Highlight), Qt::white);
    if (element == CE_PushButtonBevel) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const bool lit = button->state.testFlag(State_MouseOver) || button->state.testFlag(State_Sunken);
        painter->setBrush(lit ? mixed(Qt::black, plate, button->state.testFlag(State_Sunken) ? 0.22 : 0.12) : plate);
        painter->drawRoundedRect(QRectF(button->rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter->restore();
        return;
    }
    QStyleOptionButton accented = *button;
    accented.palette.setColor(QPalette::ButtonText, Qt::white);
    QProxyStyle::drawControl(element, &accented, painter, widget);
}

/// Icon, room, text, the three centred together: Qt 6.4 puts them apart when mirrored, and too close otherwise.
bool RoomyStyle::drawIconAndText(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button || button->icon.isNull() || button->text.isEmpty())
        return false;
    const int side = button->iconSize.height();
    const int text = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width();
    const int left = button->rect.center().x() - (side + grid + text) / 2;
    const QRect icon(left, button->rect.center().y() - side / 2 + 1, side, side);
    const QRect words(left + side + grid, button->rect.top(), text + 2, button->rect.height());
    const bool enabled = button->state.testFlag(State_Enabled);
    button->icon.paint(painter, visualRect(button->direction, button->rect, icon), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    drawItemText(painter, visualRect(button->direction, button->rect, words), Qt::AlignCenter | Qt::TextShowMnemonic, button->palette, enabled,
                 button->text, QPalette::ButtonText);
    Q_UNUSED(widget)
    return true;
}

void RoomyStyle::polish(QPalette &palette)
{
    QProxyStyle::polish(palette);
    // Some platforms leave these as they were in their light palette.
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    palette.setColor(QPalette::PlaceholderText, toneColour(palette, Tone::Muted, base));
    const QColor resting = mixed(palette.color(QPalette::Active, QPalette::Text), base, 0.45);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, resting);
}

} // namespace keyturn::ui::common
