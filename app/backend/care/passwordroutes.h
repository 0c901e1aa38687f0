// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authroutes.h"
#include "backend/care/carestore.h"
#include "backend/care/mailer.h"

namespace keyturn::backend {

/// `/api/auth/password…` and `/api/auth/email…`: change, reset by a mailed code, confirmation of an e-mail. Who asks for a mail gets the same answer
/// in the same time whether there is such an account or not. A code serves once, for half an hour.
class PasswordRoutes
{
public:
    struct Parts {
        const core::Clock &clock;
        core::Random &random;
        CareStore &store;
        AuthService &auth;
        const Guard &guard;
        PasswordHasher &hasher;
        Mailer &mailer;
    };
    /// All must outlive it.
    explicit PasswordRoutes(const Parts &parts) : m_parts(parts) { }
    void addTo(Router &router);

    /// Mails @p user a code to confirm the e-mail by.
    void mailVerification(const User &user);

private:
    void change(const Call &call, const LiveSession &live, const Replier &reply);
    void store(const LiveSession &live, const core::Secret &fresh, const Replier &reply);
    void askForMail(const Call &call, const Replier &reply, const char *purpose);
    void reset(const Call &call, const Replier &reply);
    [[nodiscard]] Response confirmEmail(const Call &call);
    void mail(const User &user, const char *purpose);

    Parts m_parts;
};

} // namespace keyturn::backend
