// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/guard.h"
#include "backend/users/userstore.h"

namespace keyturn::backend {

/// `/api/users`: everybody, for administrators. Their own record is readable by people themselves; anybody else's is not theirs to ask about.
class UserRoutes
{
public:
    /// All must outlive it.
    UserRoutes(const core::Clock &clock, UserStore &store, const Guard &guard) : m_clock(clock), m_store(store), m_guard(guard) { }
    void addTo(Router &router);

private:
    [[nodiscard]] Response list(const Request &request);
    [[nodiscard]] Response show(const QString &id, const LiveSession &live);
    [[nodiscard]] Response change(const Call &call);
    [[nodiscard]] Response remove(const QString &id);

    const core::Clock &m_clock;
    UserStore &m_store;
    const Guard &m_guard;
};

} // namespace keyturn::backend
