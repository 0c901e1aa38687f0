// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::backend {

/// Configuration `usage`: what was asked for cannot be, and @p sentence tells the person who asked how it can.
[[nodiscard]] inline core::Error usage(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("usage"), sentence};
}

} // namespace keyturn::backend
