// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::storage {

/// An Error of kind Storage; @p detail is for developers and holds no secret.
[[nodiscard]] inline core::Error storageError(const char *code, const QString &detail)
{
    return core::Error{core::ErrorKind::Storage, QString::fromLatin1(code), detail};
}

} // namespace keyturn::storage
