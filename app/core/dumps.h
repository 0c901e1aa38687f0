// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Secrets lie in memory while they are used: who may read that from outside (FAULTS 108).
namespace keyturn::core {

/// From now on no other program of the same user reads this process's memory or traces it, and a crash leaves no copy of it: prctl(2)
/// PR_SET_DUMPABLE on Linux, PT_DENY_ATTACH on macOS, no error report on Windows. A debugger that is attached already stays. Root may do as before.
///
/// On Linux much of /proc/PID is root's from then on. Whoever wants to know which program this is by /proc/PID/exe or /proc/PID/root gets no answer:
/// QLockFile, and desktop portals.
void forbidDumps();

/// The same in builds that are for use (the CMake option KEYTURN_FORBID_DUMPS); elsewhere nothing, so that debuggers and core files serve who
/// develops.
void forbidDumpsWhereForUse();

/// For a child between fork() and exec(), where the program is somebody else's, a browser for one: its core files are its own affair again. (What
/// keeps others from reading its memory ends with exec() by itself.) Async-signal-safe.
void allowDumpsOfChild() noexcept;

} // namespace keyturn::core
