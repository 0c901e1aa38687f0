// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/faults/faultplan.h"
#include "backend/keyfile.h"
#include "backend/router.h"

namespace keyturn::backend {

/// Faults on demand, for whoever tries a client: those that a request names itself (`X-Keyturn-Fault: latency=1500, truncate`), and those that were
/// armed at `/__faults`. It stands before the router, and exists with --faults alone.
class FaultInjector
{
public:
    struct Parts {
        const core::Clock &clock;
        FaultPlan &plan;
        AuthService &auth;
        const KeyRing &keys; ///< Of access tokens.
        SigningKey googleKey;
    };
    using Next = std::function<void(Request, const Replier &)>;
    /// All must outlive it.
    FaultInjector(const Parts &parts, Next next) : m_parts(parts), m_next(std::move(next)) { }

    void handle(Request request, const Replier &reply) const;

private:
    void endSessionOf(const Request &request) const;
    /// Our `Date`, where the clock is wrong.
    [[nodiscard]] Replier dated(const Replier &reply) const;

    Parts m_parts;
    Next m_next;
};

/// `/__faults`: GET lists what is armed, POST arms, DELETE clears all; DELETE `/__faults/:id` clears one.
void addFaultRoutes(Router &router, FaultPlan &plan);

} // namespace keyturn::backend
