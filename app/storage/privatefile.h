// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace keyturn::storage {

/// Replaces @p path as a whole: temporary file beside it (0600), fsync, rename, fsync of the folder. Errors are Storage: `disk_failed`,
/// `file_not_ours` (a symlink, a foreign owner; FAULTS 74), and those of core::ensurePrivateDirectory(). After an error the old contents stand; only
/// when the folder's own fsync fails, after the rename, may either be found after a crash.
[[nodiscard]] core::Result<void> writePrivateFile(const QString &path, const QByteArray &contents);

/// The contents, at most @p maxBytes; a mode wider than 0600 is narrowed (FAULTS 75). Errors are Storage: `file_missing`, `file_too_large`,
/// `file_not_ours`, `disk_failed`.
[[nodiscard]] core::Result<QByteArray> readPrivateFile(const QString &path, qsizetype maxBytes);

/// Removes @p path and syncs its folder; a missing file is no error.
[[nodiscard]] core::Result<void> removePrivateFile(const QString &path);

/// Another value whenever the file at @p path was replaced or written to; empty where there is none. Reads no contents.
[[nodiscard]] QByteArray fileStamp(const QString &path);

/// The same, and another one too whenever its owner or its modes are others: what was read of a file with this stamp still stands there. Empty also
/// while the file is so young that a second write might have the first one's time.
[[nodiscard]] QByteArray settledStamp(const QString &path);

} // namespace keyturn::storage
