// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/answer.h"
#include "model/backendprofile.h"

namespace keyturn::audit {

/// A cookie with the attributes that one Set-Cookie gave it (RFC 6265 §5.2), whether or not a browser would keep it.
struct GivenCookie {
    QByteArray name;
    bool secure = false;
    bool httpOnly = false;
    QByteArray sameSite = {}; ///< Lower case; empty: not said.
    QByteArray path = {}; ///< Empty: not said, or none that counts.
    QByteArray domain = {}; ///< Without a dot before it; empty: for the host alone.
    bool operator==(const GivenCookie &) const = default;
};

/// All that @p answer sets, in order; those that it takes back are left out.
[[nodiscard]] QList<GivenCookie> givenCookies(const Answer &answer);

/// Whether who has the cookie @p name is signed in: by what the profile says, else by its name. A cookie for CSRF is none.
[[nodiscard]] bool isSessionCookie(const model::BackendProfile &profile, const QByteArray &name);

/// Whether a browser sends a cookie of @p cookiePath to @p path (RFC 6265 §5.1.4).
[[nodiscard]] bool pathMatches(const QByteArray &cookiePath, const QByteArray &path);

} // namespace keyturn::audit
