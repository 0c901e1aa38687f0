// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwks.h"
#include "jose/publickey.h"
#include "jose/signature.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

/// Key sets of providers, and PEM keys that somebody pastes.
class JwksTarget final : public Target
{
public:
    void read(const QByteArray &input) override
    {
        if (const core::Result<jose::Jwks> set = jose::readJwks(input); set.ok()) {
            expect(input.size() <= jose::maxJwksBytes, "A key set has a limit.");
            for (const QJsonObject &key : set->keys)
                tryKey(key);
        }
        if (const core::Result<QJsonObject> key = jose::readPublicKey(input); key.ok()) {
            expect(input.size() <= jose::maxKeyBytes, "A key has a limit.");
            expect(!key->contains(QStringLiteral("d")), "A public key has no private half.");
            tryKey(*key);
        }
    }

private:
    void tryKey(const QJsonObject &key) const
    {
        for (const char *algorithm : {"none", "HS256", "RS256", "ES256", "EdDSA"})
            static_cast<void>(jose::keyFits(key, QLatin1String(algorithm)));
        static_cast<void>(jose::rsaBits(key));
        expect(!jose::signatureHolds(m_token, key), "No key makes a signature hold that is none.");
    }

    const core::Secret m_token{"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.AAAA"};
};

} // namespace

std::unique_ptr<Target> jwksTarget()
{
    return std::make_unique<JwksTarget>();
}

} // namespace keyturn::fuzz
