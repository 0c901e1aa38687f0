// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/guard.h"
#include "backend/users/userstore.h"

namespace keyturn::backend {

/// `/api/profile`: whoever is signed in, seen and changed by themselves.
class ProfileRoutes
{
public:
    /// All must outlive it.
    ProfileRoutes(const core::Clock &clock, UserStore &store, const Guard &guard) : m_clock(clock), m_store(store), m_guard(guard) { }
    void addTo(Router &router);

private:
    [[nodiscard]] Response change(const Request &request, const LiveSession &live);

    const core::Clock &m_clock;
    UserStore &m_store;
    const Guard &m_guard;
};

} // namespace keyturn::backend
