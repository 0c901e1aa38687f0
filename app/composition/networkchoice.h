// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QStringList>

/// What the settings say of the network, looked at before it is stored.
namespace keyturn::composition {

/// Error: Configuration `proxy_invalid`.
[[nodiscard]] core::Result<void> checkProxySetting(const QString &text);

/// The names of the certificate authorities in the PEM file at @p path. Errors: Configuration `ca_file_missing`, `ca_file_invalid`.
[[nodiscard]] core::Result<QStringList> authoritiesIn(const QString &path);

} // namespace keyturn::composition
