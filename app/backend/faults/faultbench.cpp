// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/faultbench.h"

#include "backend/eventlog.h"

#include <QJsonArray>

namespace keyturn::backend {

HttpServer::Handler FaultBench::inject(const Parts &parts, HttpServer::Handler next)
{
    addFaultRoutes(parts.router, m_plan);
    if (parts.weakStore) {
        logEvent(LogLevel::Warning, "unsafe_on_purpose", {{QStringLiteral("defects"), QJsonArray::fromStringList(m_defects.names())}});
        m_door.emplace(
            m_defects,
            DefectiveDoor::Parts{{m_clock, parts.tokens, parts.keys}, *parts.weakStore, *parts.weakHandoffStore, parts.auth, parts.random});
        next = [this, router = std::move(next)](Request request, const Replier &reply) { m_door->handle(std::move(request), reply, router); };
    }
    m_injector.emplace(FaultInjector::Parts{m_clock, m_plan, parts.auth, parts.keys, parts.googleKey}, std::move(next));
    return [this](Request request, const Replier &reply) { m_injector->handle(std::move(request), reply); };
}

} // namespace keyturn::backend
