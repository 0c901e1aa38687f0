// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace keyturn::ui::application {

/// The languages that the window has texts in, beside the sources' English.
[[nodiscard]] QStringList languages();

/// From now on in @p language, or the system's where that is empty; English where there are no texts in it.
void installLanguage(const QString &language);

} // namespace keyturn::ui::application
