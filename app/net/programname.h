// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::net {

/// `Keyturn/0.1.0 (Debian GNU/Linux 12 (bookworm))`: what backends show as the session's app and system.
[[nodiscard]] QByteArray userAgent();

} // namespace keyturn::net
