// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

namespace keyturn::load {

/// Bytes that this process has asked for and not given back, in all its threads.
[[nodiscard]] qint64 heapInUse();

} // namespace keyturn::load
