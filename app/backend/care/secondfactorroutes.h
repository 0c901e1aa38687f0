// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authroutes.h"
#include "backend/care/carestore.h"

namespace keyturn::backend {

/// `/api/auth/second-factor…`: an authenticator app (RFC 6238) set up, confirmed and turned off by whoever is signed in; off for everybody else. And
/// `/api/auth/login/code`: the second step of a sign-in, with a code of the app or a recovery code.
class SecondFactorRoutes
{
public:
    struct Parts {
        const core::Clock &clock;
        core::Random &random;
        CareStore &store;
        AuthService &auth;
        const Guard &guard;
        PasswordHasher &hasher;
    };
    /// All must outlive it.
    explicit SecondFactorRoutes(const Parts &parts) : m_parts(parts) { }
    /// @p answers makes the answer with the tokens.
    void addTo(Router &router, const AuthRoutes &answers);

    /// The challenge in place of tokens, where @p user has a second factor.
    [[nodiscard]] std::optional<Response> challenge(const User &user);

private:
    [[nodiscard]] Response status(const LiveSession &live);
    [[nodiscard]] Response setUp(const LiveSession &live);
    [[nodiscard]] Response confirm(const Call &call, const LiveSession &live);
    void disable(const Call &call, const LiveSession &live, const Replier &reply);
    [[nodiscard]] Response finishSignIn(const Call &call, const AuthRoutes &answers);
    [[nodiscard]] core::Result<bool> isGood(const User &user, const QString &code);

    Parts m_parts;
};

} // namespace keyturn::backend
