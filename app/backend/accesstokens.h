// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesskeys.h"
#include "backend/verifiedtokens.h"
#include "core/random.h"
#include "core/secret.h"

#include <optional>

namespace keyturn::backend {

struct AccessToken {
    core::Secret value;
    std::chrono::seconds life{};
};

/// Issues and reads the API's access tokens: JWTs of type at+jwt (RFC 9068 §2.1) with iss aud sub sid jti iat exp, signed with the
/// current one of our keys and read by the one that they name.
class AccessTokens
{
public:
    /// @p clock, @p random and @p keys must outlive it.
    AccessTokens(const core::Clock &clock, core::Random &random, const KeyRing &keys, QString issuer, std::chrono::seconds life);

    [[nodiscard]] core::Result<AccessToken> issue(const AccessClaims &claims) const;
    /// Nothing where signature, type, issuer, audience or time are not right. No leeway: issuer and reader share a clock.
    [[nodiscard]] std::optional<AccessClaims> read(const QByteArray &token) const;

private:
    const core::Clock &m_clock;
    core::Random &m_random;
    const KeyRing &m_keys;
    QString m_issuer;
    QString m_audience;
    std::chrono::seconds m_life;
    mutable VerifiedTokens m_verified;
};

} // namespace keyturn::backend
