// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/site.h"

#include <functional>

namespace keyturn::audit {

/// 429 and its like (Answer::isRateLimited()), or 423: the account is locked for a while.
[[nodiscard]] bool isLimit(const Answer &answer);

/// What came of asking for one thing again and again.
struct Exhaustion {
    int asked = 0; ///< The answer that stopped it among them.
    std::optional<Answer> limit; ///< What said that it is too often.
    QString obstacle; ///< What else stopped it, as a sentence; empty: nothing did.
};

/// Asks until a limit stops it, or @p most times. The first answer that is not like the first one is an obstacle, for it may be a limit of another
/// kind.
[[nodiscard]] Exhaustion exhaust(int most, const std::function<core::Result<Answer>(int number)> &ask);

/// A sign-in with further headers, whatever comes of it.
[[nodiscard]] core::Result<Answer> trySignInWith(Site &site, const Person &person, const QList<net::Header> &headers);

} // namespace keyturn::audit
