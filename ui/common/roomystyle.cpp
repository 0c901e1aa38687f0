// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/roomystyle.h"

#include "ui/common/tone.h"

#include <QApplication>
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

void RoomyStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool bevelOrLabel = element == CE_PushButtonBevel || element == CE_PushButtonLabel;
    if (!bevelOrLabel || !button || !button->features.testFlag(QStyleOptionButton::DefaultButton) || !button->state.testFlag(State_Enabled)) {
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    QStyleOptionButton accented = *button;
    accented.palette.setColor(QPalette::Button, readable(option->palette.color(QPalette::Active, QPalette::Highlight), Qt::white));
    accented.palette.setColor(QPalette::ButtonText, Qt::white);
    // Fusion's own tint for the default would go over ours.
    accented.features &= ~QStyleOptionButton::DefaultButton;
    QProxyStyle::drawControl(element, &accented, painter, widget);
}

} // namespace keyturn::ui::common
