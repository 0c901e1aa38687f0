// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/dumps.h"

#include <QtGlobal>

#include <sys/resource.h>

#if defined(Q_OS_LINUX)
#include <sys/prctl.h>
#elif defined(Q_OS_MACOS)
#include <sys/ptrace.h>
#include <sys/types.h>
#endif

namespace keyturn::core {

namespace {

/// What our own children are given back; as it was when this program started.
rlimit originalCoreLimit = {RLIM_INFINITY, RLIM_INFINITY};
bool isLimited = false;

/// The soft limit alone: a hard one that was lowered could not be given back to a browser. Nothing is lost by that, since whoever may raise the limit
/// of this process from outside (prlimit(2)) still gets no core file of it.
void limitCoreFiles()
{
    if (isLimited || ::getrlimit(RLIMIT_CORE, &originalCoreLimit) != 0)
        return;
    const rlimit none = {0, originalCoreLimit.rlim_max};
    isLimited = ::setrlimit(RLIMIT_CORE, &none) == 0;
}

} // namespace

void forbidDumps()
{
    limitCoreFiles();
#if defined(Q_OS_LINUX)
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // with these values it cannot fail
#elif defined(Q_OS_MACOS)
    ::ptrace(PT_DENY_ATTACH, 0, nullptr, 0);
#endif
}

void forbidDumpsWhereForUse()
{
#ifdef KEYTURN_FORBID_DUMPS
    forbidDumps();
#endif
}

void allowDumpsOfChild() noexcept
{
    if (isLimited)
        ::setrlimit(RLIMIT_CORE, &originalCoreLimit);
}

} // namespace keyturn::core
