// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/operationroutes.h"

#include "backend/answers.h"
#include "backend/processmetrics.h"

namespace keyturn::backend {

void addOperationRoutes(Router &router, Store &store, const Metrics &metrics, std::function<Metrics::Gauges()> gauges)
{
    router.add("GET", "/healthz", [&store](const Call &, const Replier &reply) {
        const auto reached = store.ping();
        reply(reached.ok() ? jsonAnswer(200, QJsonObject{{QStringLiteral("status"), QStringLiteral("ok")}}) : failureAnswer(reached.error()));
    });
    router.add("GET", "/metrics", [&metrics, gauges = std::move(gauges)](const Call &, const Replier &reply) {
        reply({200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics.text(gauges()) + processMetrics()});
    });
}

} // namespace keyturn::backend
