// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QRect>

namespace keyturn::ui::trace {

/// Where the lanes of a sequence stand in a row or a head that is so wide; from the left, to be mirrored.
class Lanes
{
public:
    Lanes(const QRect &row, qsizetype count, const QFont &font);

    [[nodiscard]] int x(qsizetype lane) const { return m_left + int(lane) * m_gap; }
    [[nodiscard]] int gap() const { return m_gap; }
    [[nodiscard]] QRect text() const { return m_text; } ///< What is left beside them.

private:
    int m_left;
    int m_gap;
    QRect m_text;
};

} // namespace keyturn::ui::trace
