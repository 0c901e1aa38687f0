// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/emptystate.h"

#include "ui/common/icon.h"
#include "ui/common/textlabel.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::common {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(new TextLabel({}, this)), m_text(new TextLabel({}, this)), m_buttons(new QVBoxLayout)
{
    m_title->withSize(TextSize::Large)->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_text->withTone(Tone::Muted)->wrapping()->setAlignment(Qt::AlignCenter);
    m_text->setFixedWidth(45 * grid);
    m_icon->setAlignment(Qt::AlignCenter);
    m_buttons->setSpacing(grid);
    auto *column = new QVBoxLayout;
    column->setSpacing(grid);
    column->addWidget(m_icon);
    column->addSpacing(grid);
    column->addWidget(m_title);
    // Not by alignment: that would take the height of one line.
    auto *text = new QHBoxLayout;
    text->addStretch();
    text->addWidget(m_text);
    text->addStretch();
    column->addLayout(text);
    column->addSpacing(grid);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addLayout(m_buttons);
    centred->addStretch();
    column->addLayout(centred);
    auto *outer = new QHBoxLayout;
    outer->addStretch(1);
    outer->addLayout(column, 8);
    outer->addStretch(1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid);
    whole->addStretch(2);
    whole->addLayout(outer);
    whole->addStretch(3);
}

void EmptyState::say(const QString &iconName, const QString &title, const QString &text)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    setAccessibleName(title);
    dress();
}

QPushButton *EmptyState::addButton(const QString &verb)
{
    auto *button = new QPushButton(verb, this);
    button->setMinimumWidth(220);
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::addBelow(QWidget *widget)
{
    m_buttons->addWidget(widget);
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void EmptyState::dress()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(iconPixmap(m_iconName, toneColour(palette(), Tone::Muted, palette().color(QPalette::Window)), 40, devicePixelRatioF()));
}

} // namespace keyturn::ui::common
