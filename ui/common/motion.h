// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QWidget;

namespace keyturn::ui::common {

/// Whether @p widget may show something that moves: not where the platform asks its programs for less motion. The one place to ask.
[[nodiscard]] bool mayMove(const QWidget &widget);

} // namespace keyturn::ui::common
