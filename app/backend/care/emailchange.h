// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/care/carestore.h"
#include "backend/care/emailchangestore.h"
#include "backend/care/notices.h"
#include "backend/guard.h"

namespace keyturn::backend {

/// Another e-mail address for whoever is signed in. It decides who may set a new password, so that a session that somebody else got hold of must not
/// be enough for it (OWASP ASVS 5.0, 7.5.1):
///  1. whoever asks has signed in a moment ago, or says the present password;
///  2. a code goes to the new address, a notice to the present one; where the new one has an account, its owner gets a notice in place of the code,
///     and the answer is the same;
///  3. `POST /api/auth/email/change` with that code, within half an hour and with five tries, by the same person, changes it; the old address is
///  told.
class EmailChange
{
public:
    struct Parts {
        const core::Clock &clock;
        core::Random &random;
        EmailChangeStore &store;
        CareStore &care;
        const Guard &guard;
        PasswordHasher &hasher;
        Mailer &mailer;
        Notices &notices;
    };
    /// @p recentSignIn as in Options; 0 stands for five minutes here. All must outlive it.
    EmailChange(const Parts &parts, std::chrono::seconds recentSignIn);
    void addTo(Router &router);

    /// What PATCH /api/profile asks for.
    struct Wish {
        QString email; ///< Normalised and plausible.
        std::optional<core::Secret> password;
    };
    /// Called once, at once or on a hashing thread: the answer that refuses it, or nothing.
    using Done = std::function<void(std::optional<Response>)>;
    void begin(const LiveSession &live, const Wish &wish, const Done &done);

private:
    [[nodiscard]] std::optional<Response> mailCode(const User &user, const QString &email);
    [[nodiscard]] Response confirm(const Call &call, const LiveSession &live);

    Parts m_parts;
    std::chrono::seconds m_recentSignIn;
};

} // namespace keyturn::backend
