// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defectivedoor.h"
#include "backend/faults/faultinjector.h"
#include "backend/faults/skewedclock.h"
#include "backend/httpserver.h"

#include <optional>

namespace keyturn::backend {

/// All that --faults brings: the plan, the clock that can go wrong, and what stands before the router: faults, and defects behind them. It exists
/// with --faults alone, so that nothing of it can be reached otherwise.
class FaultBench
{
public:
    FaultBench(const core::Clock &truth, const Defects &defects) : m_clock(truth, m_plan), m_defects(defects) { }

    /// For everything that asks what time it is.
    [[nodiscard]] const core::Clock &clock() const { return m_clock; }
    struct Parts {
        core::Random &random;
        Router &router;
        AuthService &auth;
        const AccessTokens &tokens;
        const KeyRing &keys; ///< Of access tokens.
        const SigningKey &googleKey;
        DefectiveStore *weakStore; ///< Where there are defects, as the next one.
        DefectiveHandoffStore *weakHandoffStore;
    };
    /// Adds `/__faults` to the router; the handler that stands before @p next. To be called once; all must outlive the handler.
    [[nodiscard]] HttpServer::Handler inject(const Parts &parts, HttpServer::Handler next);

private:
    FaultPlan m_plan;
    SkewedClock m_clock;
    Defects m_defects;
    std::optional<DefectiveDoor> m_door;
    std::optional<FaultInjector> m_injector;
};

} // namespace keyturn::backend
