// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"
#include "core/clock.h"
#include "net/httpclient.h"
#include "storage/profilestore.h"

namespace keyturn::composition::doctor {

/// Compares @p clock with the Date (RFC 9110 §6.6.1) of every host that a profile names, each asked once and within 5 s. A minute off is a warning:
/// from there on tokens seem to have run out, or not to be valid yet. The embedded backend is asked where @p backendRuns only.
[[nodiscard]] core::Async<Facts> checkClock(core::Clock &clock, net::HttpClient &http, const QList<storage::StoredProfile> &profiles,
                                            bool backendRuns, QObject *context);

/// `1 d 2 h`, `2 min 5 s`: the two greatest units.
[[nodiscard]] QString spanNotation(std::chrono::seconds span);

} // namespace keyturn::composition::doctor
