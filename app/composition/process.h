// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

/// This process and others by their pid, on each system.
namespace keyturn::composition {

/// Alive (a zombie is not) and running a program of this name: a pid alone may be somebody else's by now.
[[nodiscard]] bool isProcessNamed(qint64 pid, const QString &name);

/// As many files may be open at once as the system lets us have, up to 65,536: a lock is an open file, and all accounts are locked while their
/// secrets move. Where that cannot be, it stays as it is.
void raiseFileLimit();

/// Asks it to end (SIGTERM); no waiting.
void endProcess(qint64 pid);

} // namespace keyturn::composition
