// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QString>

namespace keyturn::core {

/// Where Keyturn keeps its files. `KEYTURN_HOME` puts all of them below one folder; otherwise the platform's own places.
struct Paths {
    QString config; ///< settings.json, profiles.d/
    QString data; ///< accounts.json, the embedded backend's database
    QString state; ///< locks, rotation journals, window state
    QString cache; ///< may be deleted at any time
    /// System-wide folders, strongest first (`/etc/xdg/keyturn`, `/usr/share/keyturn`); may not exist.
    QStringList systemConfig;
};

/// From the environment; creates nothing. Relative and empty XDG values are ignored, as the XDG Base Directory specification asks.
[[nodiscard]] Paths pathsFromEnvironment();

/// Makes @p directory and its missing parents, 0700. Errors are Storage: `dir_not_writable`, or `dir_not_owned` where a symlink or a
/// foreign owner stands in the way.
[[nodiscard]] Result<void> ensurePrivateDirectory(const QString &directory);

} // namespace keyturn::core
