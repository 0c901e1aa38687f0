// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::ui::mainwindow {

/// `changelog.md`, `license.txt` (Keyturn's own), `lucide.txt`, as they were when the program was built. Empty for any other name.
[[nodiscard]] QString bundledText(const QString &name);

} // namespace keyturn::ui::mainwindow
