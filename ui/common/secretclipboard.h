// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <chrono>

namespace keyturn::ui::common {

/// How long a secret stays in the clipboard, unless something else is copied before.
constexpr std::chrono::seconds secretInClipboardFor{60};

/// Puts @p text there, marked for clipboard managers not to keep (FAULTS 107), and takes it out again after secretInClipboardFor.
void copySecret(const core::Secret &text);

} // namespace keyturn::ui::common
