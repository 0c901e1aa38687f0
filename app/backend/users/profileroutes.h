// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/care/emailchange.h"
#include "backend/guard.h"
#include "backend/users/userstore.h"

namespace keyturn::backend {

/// `/api/profile`: whoever is signed in, seen and changed by themselves. The name changes at once, the e-mail address as EmailChange says.
class ProfileRoutes
{
public:
    /// All must outlive it.
    ProfileRoutes(const core::Clock &clock, UserStore &store, const Guard &guard, EmailChange &emailChange)
        : m_clock(clock), m_store(store), m_guard(guard), m_emailChange(emailChange)
    { }
    void addTo(Router &router);

private:
    void change(const Request &request, const LiveSession &live, const Replier &reply);
    /// The profile with @p edit in it, or what went wrong.
    [[nodiscard]] Response edited(const LiveSession &live, const UserEdit &edit, const QString &pendingEmail);

    const core::Clock &m_clock;
    UserStore &m_store;
    const Guard &m_guard;
    EmailChange &m_emailChange;
};

} // namespace keyturn::backend
