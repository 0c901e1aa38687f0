// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"
#include "core/random.h"
#include "net/httpclient.h"

#include <QHostAddress>

namespace keyturn::composition::doctor {

/// Listens at @p address on a port that the system picks and asks itself through @p http, as a browser coming back from a sign-in would: proxies,
/// firewalls and filters that stand in the way are seen. A host without that address is skipped. All must outlive @p context.
[[nodiscard]] core::Async<Facts> checkLoopback(net::HttpClient &http, core::Random &random, const QHostAddress &address, QObject *context);

} // namespace keyturn::composition::doctor
