// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::history {

/// Who was running.
enum class Program { Window, CommandLine };
[[nodiscard]] QString wordOf(Program program);

} // namespace keyturn::history
