// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/abandonedlock.h"

namespace keyturn::storage {

bool removeAbandonedLock(const QString &)
{
    return false; // QLockFile opens it with FILE_FLAG_DELETE_ON_CLOSE
}

} // namespace keyturn::storage
