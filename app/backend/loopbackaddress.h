// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// Whether @p address is an IP literal of this machine alone (127.0.0.0/8, ::1).
[[nodiscard]] bool isLoopbackAddress(const QString &address);

} // namespace keyturn::backend
