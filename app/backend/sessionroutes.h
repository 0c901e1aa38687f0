// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/router.h"

namespace keyturn::backend {

/// `/api/profile` and `/api/sessions`: what a bearer may see and end of its own.
class SessionRoutes
{
public:
    /// @p recentSignIn as in Options. Both must outlive it.
    SessionRoutes(const core::Clock &clock, AuthService &auth, std::chrono::seconds recentSignIn);
    void addTo(Router &router);

private:
    [[nodiscard]] Response profile(const Request &request, const LiveSession &live);
    [[nodiscard]] Response list(const Request &request, const LiveSession &live);
    [[nodiscard]] Response endOne(const QByteArray &id, const LiveSession &live);
    [[nodiscard]] Response endMany(const Request &request, const LiveSession &live);

    [[nodiscard]] bool isRecent(const LiveSession &live) const;

    const core::Clock &m_clock;
    AuthService &m_auth;
    std::chrono::seconds m_recentSignIn;
};

} // namespace keyturn::backend
