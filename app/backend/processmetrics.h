// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::backend {

/// What Prometheus' own clients tell of a process (`process_…`), in the exposition format. What the system does not tell is left out.
[[nodiscard]] QByteArray processMetrics();

} // namespace keyturn::backend
