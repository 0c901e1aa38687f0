// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/trace/lanes.h"

#include "ui/common/tone.h"

#include <QFontMetrics>

#include <algorithm>

namespace keyturn::ui::trace {

using common::grid;

Lanes::Lanes(const QRect &row, qsizetype count, const QFont &font)
{
    // Wide enough for a short name, and never more than two fifths of the row: the words beside them are what is read.
    const int wanted = QFontMetrics(font).averageCharWidth() * 14;
    const int most = row.width() * 2 / 5 / int(std::max<qsizetype>(count, 1));
    m_gap = std::max(3 * grid, std::min(wanted, most));
    m_left = row.left() + 3 * grid;
    const int textLeft = m_left + int(std::max<qsizetype>(count - 1, 0)) * m_gap + 3 * grid;
    m_text = QRect(textLeft, row.top(), std::max(0, row.right() - 2 * grid - textLeft), row.height());
}

} // namespace keyturn::ui::trace
