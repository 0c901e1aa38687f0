// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::storage {

/// Removes the lock file at @p path where its holder is dead, and answers whether it did. QLockFile goes by the pid, program and host that stand in
/// the file, and so takes the dead for the living in a container (every run is pid 1, or another host), after a pid came round again, and where the
/// holder died before it had written anything (FAULTS 96, 97). The kernel knows better: the holder's flock died with it. On a network file system,
/// where it may know nothing of other hosts, the file stands. Elsewhere than on Unix the system itself removes the file of a dead holder.
[[nodiscard]] bool removeAbandonedLock(const QString &path);

} // namespace keyturn::storage
