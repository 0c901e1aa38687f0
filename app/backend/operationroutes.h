// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/metrics.h"
#include "backend/router.h"
#include "backend/store.h"

#include <functional>

namespace keyturn::backend {

/// `/healthz` (200, or 503 where the data cannot be reached) and `/metrics`.
void addOperationRoutes(Router &router, Store &store, const Metrics &metrics, std::function<Metrics::Gauges()> gauges);

} // namespace keyturn::backend
