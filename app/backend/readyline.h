// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QJsonObject>

namespace keyturn::backend {

/// The one line on stdout that says that clients can come, and the same in @p readyFile where that is not empty. Storage `ready_file` with a
/// sentence.
[[nodiscard]] core::Result<void> announce(const QJsonObject &line, const QString &readyFile);

} // namespace keyturn::backend
