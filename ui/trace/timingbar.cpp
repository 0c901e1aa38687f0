// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/timingbar.h"

#include "ui/common/tone.h"

#include <QPainter>
#include <QStyle>

namespace keyturn::ui::trace {

using common::grid;

TimingBar::TimingBar(const keyturn::trace::Timings &timings, QWidget *parent) : QWidget(parent), m_timings(timings)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(words());
}

QList<TimingBar::Phase> TimingBar::phases() const
{
    return {{tr("queued"), m_timings.blocked},
            {tr("connecting"), m_timings.connect},
            {tr("sending"), m_timings.send},
            {tr("waiting"), m_timings.wait},
            {tr("receiving"), m_timings.receive}};
}

QString TimingBar::words() const
{
    QStringList parts;
    for (const Phase &phase : phases()) {
        if (phase.span > 0)
            parts += tr("%1 %2 ms").arg(phase.name).arg(phase.span);
    }
    return parts.isEmpty() ? tr("less than 1 ms") : parts.join(QStringLiteral(" · "));
}

QSize TimingBar::sizeHint() const
{
    return {30 * grid, grid};
}

void TimingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Qt::NoPen);
    qint64 whole = 0;
    for (const Phase &phase : phases())
        whole += std::max<qint64>(phase.span, 0);
    const QColor ground = palette().color(QPalette::Window);
    const QColor accent = common::toneColour(palette(), common::Tone::Accent, ground);
    qint64 before = 0;
    int step = 0;
    for (const Phase &phase : phases()) {
        const qint64 span = std::max<qint64>(phase.span, 0);
        const int left = whole > 0 ? int(before * width() / whole) : 0;
        const int right = whole > 0 ? int((before + span) * width() / whole) : 0;
        // Told apart by how strong they are: one accent, no rainbow.
        painter.setBrush(common::mixed(accent, ground, 0.25 + 0.18 * step++));
        painter.drawRect(QStyle::visualRect(layoutDirection(), rect(), QRect(left, 0, right - left, height())));
        before += span;
    }
}

} // namespace keyturn::ui::trace
