// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/notice.h"

#include "ui/common/icon.h"
#include "ui/common/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace keyturn::ui::common {

Notice::Notice(QWidget *parent) : QWidget(parent), m_icon(new QLabel(this)), m_text(new TextLabel({}, this)), m_button(new QPushButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(grid + grid / 2, grid, grid, grid);
    layout->setSpacing(grid);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button, 0, Qt::AlignVCenter);
    m_text->wrapping();
    m_icon->setContentsMargins(0, 1, 0, 0);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &Notice::actionTriggered);
    hide();
}

void Notice::say(const QString &sentence, Tone tone)
{
    sayWithAction(sentence, {}, tone);
}

void Notice::sayWithAction(const QString &sentence, const QString &action, Tone tone)
{
    const bool isNew = m_text->text() != sentence;
    m_tone = tone;
    m_text->setText(sentence);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(sentence);
    dress();
    setVisible(!sentence.isEmpty());
    if (isNew && !sentence.isEmpty()) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void Notice::amend(const QString &sentence)
{
    m_text->setText(sentence);
    setAccessibleName(sentence);
}

void Notice::clear()
{
    say({});
}

QString Notice::sentence() const
{
    return m_text->text();
}

void Notice::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void Notice::dress()
{
    const QString name = m_tone == Tone::Warning ? QStringLiteral("circle-alert") : QStringLiteral("info");
    m_icon->setPixmap(iconPixmap(name, toneColour(palette(), m_tone, palette().color(QPalette::Window)), 18, devicePixelRatioF()));
    update();
}

void Notice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor ground = palette().color(QPalette::Window);
    painter.setBrush(mixed(toneColour(palette(), m_tone, ground), ground, 0.10));
    painter.drawRoundedRect(rect(), 6, 6);
}

} // namespace keyturn::ui::common
