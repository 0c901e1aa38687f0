// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "trace/purpose.h"

namespace keyturn::trace {

/// A recorded body to read: JSON indented, a form one field a line, decoded; anything else as it is.
[[nodiscard]] QString bodyText(const QByteArray &body);

/// Everything that @p entry tells, to read and to copy: both heads and bodies.
[[nodiscard]] QString wholeText(const net::Exchange &entry);

} // namespace keyturn::trace
