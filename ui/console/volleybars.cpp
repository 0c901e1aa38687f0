// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/volleybars.h"

#include "ui/common/tone.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;
using common::Tone;
using keyturn::console::Shot;

VolleyBars::VolleyBars(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void VolleyBars::setVolley(const keyturn::console::Volley &volley)
{
    m_volley = volley;
    update();
}

QSize VolleyBars::sizeHint() const
{
    return {40 * grid, 16 * grid};
}

QSize VolleyBars::minimumSizeHint() const
{
    return {20 * grid, 8 * grid};
}

void VolleyBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const double whole = double(std::max<qint64>(m_volley.total().count(), 1));
    const double step = double(height()) / double(std::max<qsizetype>(m_volley.shots.size(), 1));
    const double thick = std::clamp(step * 0.7, 1.0, double(grid)); // a thousand lie over each other, and are seen as a shape
    for (qsizetype i = 0; i < m_volley.shots.size(); ++i) {
        const Shot &shot = m_volley.shots.at(i);
        const double left = double(shot.started.count()) / whole * width();
        const double right = double((shot.started + shot.duration).count()) / whole * width();
        const bool isGood = shot.status > 0 && shot.status < 400;
        const QRect bar(int(left), int(double(i) * std::min(step, 1.5 * grid)), std::max(2, int(right - left)), std::max(1, int(thick)));
        painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), bar),
                         common::toneColour(palette(), isGood ? Tone::Accent : Tone::Warning, palette().color(QPalette::Window)));
    }
}

} // namespace keyturn::ui::console
