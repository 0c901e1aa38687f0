// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/dumps.h"

#include <windows.h>

#include <werapi.h>

namespace keyturn::core {

void forbidDumps()
{
    // No report of a crash, which would hold the stack; and none of a hang with the heap in it. Children that are not ours are started with
    // CREATE_DEFAULT_ERROR_MODE, since this mode is inherited.
    SetErrorMode(GetErrorMode() | SEM_NOGPFAULTERRORBOX);
    WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP | WER_FAULT_REPORTING_DISABLE_SNAPSHOT_CRASH | WER_FAULT_REPORTING_DISABLE_SNAPSHOT_HANG);
}

void forbidDumpsWhereForUse()
{
#ifdef KEYTURN_FORBID_DUMPS
    forbidDumps();
#endif
}

void allowDumpsOfChild() noexcept { }

} // namespace keyturn::core
