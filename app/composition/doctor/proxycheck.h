// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"

#include <QUrl>

#include <functional>

class QNetworkProxy;

namespace keyturn::composition::doctor {

/// Which proxies an address goes through, the first one first. Called from another thread; may take its time (a PAC script).
using ProxyChoice = std::function<QList<QNetworkProxy>(const QUrl &)>;

/// What Keyturn's requests go through on their way out, without the proxy's password, and that loopback does not.
[[nodiscard]] core::Async<Facts> checkProxy(const ProxyChoice &proxies);

} // namespace keyturn::composition::doctor
