// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/finding.h"
#include "inspection/token.h"
#include "inspection/verification.h"

namespace keyturn::inspection {

/// What the token is held against.
struct Expectation {
    QDateTime now; ///< UTC.
    QString issuer = {}; ///< Compared exactly; empty: any.
    QString audience = {}; ///< Must be one of them; empty: any.
    std::optional<Use> use = {}; ///< Where it is known what the token is for; nullopt: as it says itself.
};

/// Longest life of an access token that nobody is told about (AUDIT 17), and the longest that RFC 6750 §5.3 knows.
inline constexpr std::chrono::minutes goodLife{15};
inline constexpr std::chrono::hours longestLife{1};

/// What there is to say about @p token, the most severe first, and about the key that was found to fit where @p verification tells of one.
[[nodiscard]] QList<Finding> findingsOf(const Token &token, const Expectation &expected, const Verification &verification = NotTried{});

/// The token can not be trusted as it is: something of high severity, or a signature that is known not to hold.
[[nodiscard]] bool isRefused(const QList<Finding> &findings, const Verification &verification);

} // namespace keyturn::inspection
