// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// Whether @p password, in whatever case, is one of the ten thousand that are tried first (NIST SP 800-63B §5.1.1.2). Safe from any thread.
[[nodiscard]] bool isCommonPassword(const QString &password);

} // namespace keyturn::backend
