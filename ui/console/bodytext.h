// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/console/bodyview.h"

namespace keyturn::ui::console {

/// @p line as it is painted: each control, and each character that turns the direction, is one that is seen. As long as before.
[[nodiscard]] QString shown(QString line);

/// From @p from to @p to of @p document, with its own line breaks; from any thread.
[[nodiscard]] QString textBetween(const BodyDocument &document, BodyView::Place from, BodyView::Place to);

/// The word around @p column, as begin and end; what stands between words is one by itself.
[[nodiscard]] std::pair<int, int> wordAround(const QString &line, int column);

} // namespace keyturn::ui::console
