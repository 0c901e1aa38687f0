// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"
#include "core/clock.h"

#include <QUrl>

#include <functional>

class QNetworkProxy;

namespace keyturn::composition::doctor {

/// Which proxies an address goes through, the first one first. Called from another thread; may take its time (a PAC script).
using ProxyChoice = std::function<QList<QNetworkProxy>(const QUrl &)>;

/// What Keyturn's requests go through on their way out, without the proxy's password, and whether loopback does: not for Keyturn itself
/// (checkLoopback() sees that), but the answer of a sign-in is brought by a browser, which may go by the system's settings (@p systems). A proxy that
/// is used is connected to, for as long as it takes by @p clock to know that somebody is there; nothing is asked of it. Cancelled where @p context
/// goes first.
[[nodiscard]] core::Async<Facts> checkProxy(core::Clock &clock, const ProxyChoice &proxies, const ProxyChoice &systems, QObject *context);

} // namespace keyturn::composition::doctor
