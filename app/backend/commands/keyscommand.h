// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "core/result.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace keyturn::backend {

/// `keyturn-backend keys list|publish|rotate` with the service's own options: the keys of access tokens, whether a service runs on them or not. What
/// to print; Configuration `usage` with one sentence, or what keyfile.h says. @p arguments start with the program's name, then `keys`.
[[nodiscard]] core::Result<QString> runKeysCommand(const QStringList &arguments, const QString &defaultDataDirectory,
                                                   const QProcessEnvironment &environment, Instant now);

} // namespace keyturn::backend
