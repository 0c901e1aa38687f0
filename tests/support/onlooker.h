// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace keyturn::tests {

/// What a second program of the same user, without any privilege, is let do to a process; of Linux alone.
struct Look {
    bool readsEnvironment = false; ///< /proc/PID/environ, which no Yama forbids.
    bool readsMemory = false; ///< /proc/PID/mem
    bool copiesMemory = false; ///< process_vm_readv(2)
    bool traces = false; ///< ptrace(2)
    friend bool operator==(const Look &, const Look &) = default;
};

/// By a child that gives up what root has. @p pid is to have done so too (giveUpPrivileges()): nobody with less than a process has may look at it.
[[nodiscard]] Look lookAt(pid_t pid);

/// What lookAt() sees of a process that hides nothing: all of it, less what the system's own Yama forbids.
[[nodiscard]] Look openLook();

/// For a child between fork() and exec(): it and what it starts are as an ordinary user's, if of uid 0. Nothing where this process is no root.
void giveUpPrivileges();

} // namespace keyturn::tests
