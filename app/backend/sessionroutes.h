// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/guard.h"

namespace keyturn::backend {

/// `/api/sessions`: what somebody signed in may see and end of their own.
class SessionRoutes
{
public:
    /// Both must outlive it.
    SessionRoutes(AuthService &auth, const Guard &guard) : m_auth(auth), m_guard(guard) { }
    void addTo(Router &router);

private:
    [[nodiscard]] Response list(const Request &request, const LiveSession &live);
    [[nodiscard]] Response endOne(const QByteArray &id, const LiveSession &live);
    [[nodiscard]] Response endMany(const Request &request, const LiveSession &live);

    AuthService &m_auth;
    const Guard &m_guard;
};

} // namespace keyturn::backend
