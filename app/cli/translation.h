// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace keyturn::cli {

/// Installs the texts of `translations/` into the application that runs, once. English too has them: plural forms.
void installTranslation();

} // namespace keyturn::cli
