// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <vector>

namespace keyturn::history {

constexpr qint64 schemaVersion = 1;

/// The statements that bring a file of version @p found up to date, in one transaction.
[[nodiscard]] std::vector<const char *> schemaStepsAfter(qint64 found);

} // namespace keyturn::history
