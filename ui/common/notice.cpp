// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/notice.h"

#include "ui/common/icon.h"
#include "ui/common/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace keyturn::ui::common {

namespace {
constexpr int iconSide = 18;
}

Notice::Notice(QWidget *parent)
    : QWidget(parent), m_text(new TextLabel({}, this)), m_button(new QPushButton(this)), m_cross(new QPushButton(icon(QStringLiteral("x")), {}, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(grid + grid / 2, grid, grid, grid);
    layout->setSpacing(grid);
    layout->addSpacing(iconSide + grid); // not by a margin, which would not turn round with the layout
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button, 0, Qt::AlignVCenter);
    layout->addWidget(m_cross, 0, Qt::AlignVCenter);
    m_text->wrapping();
    m_button->hide();
    m_cross->setFlat(true);
    m_cross->setAutoDefault(false);
    m_cross->setAccessibleName(tr("Dismiss"));
    m_cross->setToolTip(tr("Dismiss"));
    m_cross->hide();
    connect(m_cross, &QPushButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
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
    update();
    setVisible(!sentence.isEmpty());
    if (isNew && !sentence.isEmpty()) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void Notice::setDismissible(bool dismissible)
{
    m_cross->setVisible(dismissible);
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

void Notice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QColor ground = palette().color(QPalette::Window);
    painter.setBrush(mixed(toneColour(palette(), m_tone, ground), ground, 0.10));
    painter.drawRoundedRect(rect(), 6, 6);
    // Beside the first line, wherever the height of the button puts that.
    const QRect text = m_text->geometry();
    const int line = m_text->fontMetrics().lineSpacing();
    const int top = text.center().y() - std::min(text.height(), m_text->heightForWidth(text.width())) / 2 + (line - iconSide) / 2 + 1;
    const int left = layoutDirection() == Qt::RightToLeft ? text.right() + 1 + grid : text.left() - grid - iconSide;
    const QString name = m_tone == Tone::Warning ? QStringLiteral("circle-alert") : QStringLiteral("info");
    painter.drawPixmap(left, top, iconPixmap(name, toneColour(palette(), m_tone, ground), iconSide, devicePixelRatioF()));
}

} // namespace keyturn::ui::common
