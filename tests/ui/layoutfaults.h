// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStringList>

namespace keyturn::ui::tests {

/// What of @p window, which is shown, cannot be read or used as it is: texts that are cut, controls over each other or over the edge; a line each.
/// What delegates paint is not among it: they elide on purpose, and tell the whole on hover.
[[nodiscard]] QStringList layoutFaultsIn(const QWidget &window);

} // namespace keyturn::ui::tests
