// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/spinner.h"

#include "ui/common/motion.h"
#include "ui/common/tone.h"

#include <QPainter>
#include <QTimerEvent>

namespace keyturn::ui::common {

Spinner::Spinner(int size, QWidget *parent) : QWidget(parent)
{
    setFixedSize(size, size);
}

void Spinner::start()
{
    if (!isRunning())
        m_delay.start(300, this);
}

void Spinner::startNow()
{
    m_delay.stop();
    m_turning = true;
    setAccessibleName(tr("In progress")); // while it is
    if (isVisible() && mayMove(*this))
        m_turn.start(33, this);
    update();
}

void Spinner::stop()
{
    m_delay.stop();
    m_turn.stop();
    m_turning = false;
    setAccessibleName({});
    update();
}

void Spinner::paintEvent(QPaintEvent *)
{
    if (!m_turning)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = qMax(2.0, width() / 10.0);
    const QRectF ring = QRectF(rect()).adjusted(line, line, -line, -line);
    painter.setPen(QPen(hairlineColour(palette()), line));
    painter.drawEllipse(ring);
    painter.setPen(QPen(toneColour(palette(), Tone::Accent, palette().color(QPalette::Window)), line, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, -m_angle * 16, 100 * 16);
}

void Spinner::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_delay.timerId()) {
        startNow();
        return;
    }
    m_angle = (m_angle + 9) % 360;
    update();
}

void Spinner::hideEvent(QHideEvent *)
{
    m_turn.stop();
}

void Spinner::showEvent(QShowEvent *)
{
    if (m_turning && mayMove(*this))
        m_turn.start(33, this);
}

} // namespace keyturn::ui::common
