// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/qrcode.h"

#include <QString>

namespace keyturn::cli {

/// @p code for a terminal, with its quiet zone: two rows of modules in a line of half blocks, dark on light whatever the terminal's own colours are.
[[nodiscard]] QString qrText(const composition::QrCode &code);

} // namespace keyturn::cli
