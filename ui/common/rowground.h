// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyleOptionViewItem>

class QPainter;

namespace keyturn::ui::common {

/// Paints what lies behind a row of a list (chosen, under the pointer, focus ring) and answers the colour that text will stand on.
QColor paintRowGround(QPainter &painter, const QStyleOptionViewItem &option);

/// What a row that wraps is as wide as: without the scroll bar, whether it is there yet or not. It comes once the rows are measured, and a sentence
/// would be a line too long then.
[[nodiscard]] int rowWidth(const QStyleOptionViewItem &option);

/// Keyboard focus is seen on everything that we paint ourselves.
void paintFocusRing(QPainter &painter, const QRectF &rect, const QPalette &palette);

} // namespace keyturn::ui::common
