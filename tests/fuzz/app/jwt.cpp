// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwt.h"
#include "jose/idtoken.h"
#include "jose/tokensigner.h"
#include "targets.h"

#include <QJsonArray>

namespace keyturn::fuzz {

namespace {

constexpr qint64 now = 1'700'000'000; // seconds since 1970

const QJsonObject ourClaims{{QStringLiteral("iss"), QStringLiteral("https://id.example")},
                            {QStringLiteral("aud"), QStringLiteral("client")},
                            {QStringLiteral("sub"), QStringLiteral("ada")},
                            {QStringLiteral("nonce"), QStringLiteral("n-0S6_WzA2Mj")},
                            {QStringLiteral("iat"), now},
                            {QStringLiteral("exp"), now + 300}};

/// Access tokens and ID tokens: none is believed whose signature is not the provider's.
class JwtTarget final : public Target
{
public:
    JwtTarget()
    {
        const QByteArray bytes(32, 'k');
        const QJsonObject header{{QStringLiteral("alg"), QStringLiteral("HS256")}, {QStringLiteral("kid"), QStringLiteral("one")}};
        m_token = jose::hmacJwt(header, ourClaims, core::Secret(bytes)).reveal().toByteArray();
        m_unsigned = jose::unsignedJwt({{QStringLiteral("alg"), QStringLiteral("none")}}, ourClaims).reveal().toByteArray();
    }
    [[nodiscard]] QList<QByteArray> seeds() const override { return {m_token, m_unsigned}; }
    void read(const QByteArray &input) override
    {
        const core::Secret token(input);
        const core::Result<jose::Jwt> jwt = jose::readJwt(token);
        if (jwt.ok()) {
            expect(input.size() <= jose::maxTokenBytes, "A token has a limit.");
            expect(jwt->compact == token, "A token is kept as it came.");
            expect(input.count('.') == 2, "A signed token has three parts.");
        }
        const QDateTime expiry = jose::expiryOf(token);
        if (expiry.isValid())
            expect(jwt.ok() && jwt->claims.contains(QStringLiteral("exp")), "An end is read from a token that says one.");
        jose::IdTokenExpectation expected{QStringLiteral("https://id.example"), QStringLiteral("client"), QStringLiteral("n-0S6_WzA2Mj"), {}, {}, {}};
        expected.now = QDateTime::fromSecsSinceEpoch(now, Qt::UTC);
        expect(!jose::verifyIdToken(token, m_keys, expected).ok(), "No token is believed that none of the provider's keys has signed (FAULTS 86).");
    }

private:
    /// Of the provider, which has signed nothing: the seeds are by a secret that is no key of its.
    const jose::Jwks m_keys{{QJsonObject{{QStringLiteral("kty"), QStringLiteral("EC")},
                                         {QStringLiteral("crv"), QStringLiteral("P-256")},
                                         {QStringLiteral("kid"), QStringLiteral("one")},
                                         {QStringLiteral("x"), QStringLiteral("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")},
                                         {QStringLiteral("y"), QStringLiteral("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")}}}};
    QByteArray m_token;
    QByteArray m_unsigned;
};

} // namespace

std::unique_ptr<Target> jwtTarget()
{
    return std::make_unique<JwtTarget>();
}

} // namespace keyturn::fuzz
