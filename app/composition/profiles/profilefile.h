// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace keyturn::composition {

/// What stands in the file @p path that somebody chose as a profile; at most one byte more than a profile may have, so that its reader says "too
/// large". Errors: Configuration `profile_unreadable`, the detail says why; `profile_not_text` where it is no text in UTF-8.
[[nodiscard]] core::Result<QByteArray> readProfileFile(const QString &path);

/// Writes @p json to @p path as a whole or not at all. Errors: Storage `disk_failed`.
[[nodiscard]] core::Result<void> writeProfileFile(const QString &path, const QByteArray &json);

} // namespace keyturn::composition
