// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// Another process by its pid, on each system.
namespace keyturn::composition {

/// Alive (a zombie is not) and running a program of this name: a pid alone may be somebody else's by now.
[[nodiscard]] bool isProcessNamed(qint64 pid, const QString &name);

/// Asks it to end (SIGTERM); no waiting.
void endProcess(qint64 pid);

} // namespace keyturn::composition
