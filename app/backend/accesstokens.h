// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "backend/signingkey.h"
#include "core/random.h"
#include "core/secret.h"

#include <optional>

namespace keyturn::backend {

/// What an access token says: who, in which session.
struct AccessClaims {
    QString userId;
    QString sessionId;
    bool operator==(const AccessClaims &) const = default;
};

struct AccessToken {
    core::Secret value;
    std::chrono::seconds life{};
};

/// Issues and reads the API's access tokens: JWTs of type at+jwt (RFC 9068 §2.1), HS256, with iss aud sub sid jti iat exp.
class AccessTokens
{
public:
    AccessTokens(const core::Clock &clock, core::Random &random, SigningKey key, QString issuer, std::chrono::seconds life);

    [[nodiscard]] core::Result<AccessToken> issue(const AccessClaims &claims) const;
    /// Nothing where signature, type, issuer, audience or time are not right. No leeway: issuer and reader share a clock.
    [[nodiscard]] std::optional<AccessClaims> read(const QByteArray &token) const;

private:
    const core::Clock &m_clock;
    core::Random &m_random;
    SigningKey m_key;
    QString m_issuer;
    QString m_audience;
    std::chrono::seconds m_life;
};

} // namespace keyturn::backend
