// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// Whether @p address is an IP literal of this machine alone (127.0.0.0/8, ::1).
[[nodiscard]] bool isLoopbackAddress(const QString &address);
/// The same of a URL's host in lower case, which may be the name `localhost` (RFC 6761 §6.3).
[[nodiscard]] bool isLoopbackHost(const QString &host);

} // namespace keyturn::backend
