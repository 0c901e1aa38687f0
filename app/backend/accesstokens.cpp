// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesstokens.h"

namespace keyturn::backend {

namespace {

constexpr auto type = "at+jwt";

QString text(const QJsonObject &claims, const char *name)
{
    return claims.value(QLatin1String(name)).toString();
}

} // namespace

AccessTokens::AccessTokens(const core::Clock &clock, core::Random &random, const KeyRing &keys, QString issuer, std::chrono::seconds life)
    : m_clock(clock), m_random(random), m_keys(keys), m_issuer(std::move(issuer)), m_audience(m_issuer + QLatin1String("/api")), m_life(life)
{ }

core::Result<AccessToken> AccessTokens::issue(const AccessClaims &claims) const
{
    const qint64 now = numericDate(instantOf(m_clock));
    const auto token = m_keys.keys()->current().sign(type,
                                                     {{QStringLiteral("iss"), m_issuer},
                                                      {QStringLiteral("aud"), m_audience},
                                                      {QStringLiteral("sub"), claims.userId},
                                                      {QStringLiteral("sid"), claims.sessionId},
                                                      // Two tokens of one second differ by it (RFC 7519 §4.1.7).
                                                      {QStringLiteral("jti"), QString::fromLatin1(core::randomToken(m_random, 16))},
                                                      {QStringLiteral("iat"), now},
                                                      {QStringLiteral("exp"), now + m_life.count()}});
    if (!token.ok())
        return token.error();
    return AccessToken{core::Secret(*token), m_life};
}

std::optional<AccessClaims> AccessTokens::read(const QByteArray &token) const
{
    const auto keys = m_keys.keys();
    const qint64 now = numericDate(instantOf(m_clock));
    if (auto known = m_verified.find(token, keys, now))
        return known;
    const auto claims = keys->verify(type, token, instantOf(m_clock), m_life);
    if (!claims || text(*claims, "iss") != m_issuer || text(*claims, "aud") != m_audience)
        return std::nullopt;
    const QJsonValue expires = claims->value(QStringLiteral("exp"));
    if (!expires.isDouble() || expires.toInteger() <= now)
        return std::nullopt;
    const QJsonValue begins = claims->value(QStringLiteral("nbf")); // we give none, but keys can be shared (RFC 7519 §4.1.5)
    if (!begins.isUndefined() && (!begins.isDouble() || begins.toDouble() > static_cast<double>(now)))
        return std::nullopt;
    AccessClaims read{text(*claims, "sub"), text(*claims, "sid")};
    m_verified.add(token, {read, expires.toInteger(), keys});
    return read;
}

} // namespace keyturn::backend
