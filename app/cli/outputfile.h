// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

/// Files that the command line names for what comes out of a command.
namespace keyturn::cli {

/// Whether @p path can be written, to be asked before the work whose outcome is to stand there. Leaves nothing behind, and what is there as it is.
/// Storage `disk_failed`.
[[nodiscard]] core::Result<void> checkWritable(const QString &path);

/// Replaces @p path as a whole. Storage `disk_failed`.
[[nodiscard]] core::Result<void> writeOutput(const QString &path, const QByteArray &contents);

} // namespace keyturn::cli
