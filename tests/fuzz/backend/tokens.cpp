// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesstokens.h"
#include "backend/care/totp.h"
#include "backend/care/typedcode.h"
#include "backend/session/csrftoken.h"
#include "support/fakeclock.h"
#include "targets.h"

namespace keyturn::fuzz {

namespace {

using backend::AccessClaims;

/// The same tokens in every run, so that an input can be made again.
class FixedRandom final : public core::Random
{
public:
    QByteArray bytes(qsizetype count) override { return QByteArray(count, 'r'); }
};

backend::SigningKey fixedKey()
{
    const QJsonObject jwk{{QStringLiteral("kty"), QStringLiteral("oct")},
                          {QStringLiteral("alg"), QStringLiteral("HS256")},
                          {QStringLiteral("k"), QString::fromLatin1(QByteArray(43, 'k'))}};
    const auto key = backend::SigningKey::fromJwk(jwk);
    if (!key.ok())
        qFatal("no key: %s", qPrintable(key.error().detail));
    return *key;
}

/// Tokens that people send back: nothing is accepted but what we issued.
class TokensTarget final : public Target
{
public:
    [[nodiscard]] QList<QByteArray> seeds() const override { return {m_access, m_csrf}; }
    void read(const QByteArray &input) override
    {
        if (const auto claims = m_tokens.read(input))
            expect(*claims == m_claims, "An access token says what we signed.");
        if (backend::isCsrfToken(input, m_cookie))
            expect(input == m_csrf, "A CSRF token is one that we made.");
        expect(!backend::isCsrfToken(input, core::Secret("another session's cookie")), "A CSRF token is for one session.");
        const QString text = QString::fromUtf8(input);
        expect(backend::hashOfTyped(text).size() == m_typed.size(), "What was typed is kept as a hash.");
        if (backend::totp::isCode(text))
            expect(text.size() == 6, "A one-time password has six digits.");
    }

private:
    tests::FakeClock m_clock;
    FixedRandom m_random;
    const AccessClaims m_claims{QStringLiteral("user"), QStringLiteral("session")};
    const core::Secret m_cookie{"a session's cookie"};
    backend::KeyRing m_keys{backend::AccessKeys::only(fixedKey())};
    backend::AccessTokens m_tokens{m_clock, m_random, m_keys, QStringLiteral("http://127.0.0.1:1"), std::chrono::seconds(900)};
    const QByteArray m_access = m_tokens.issue(m_claims)->value.reveal().toByteArray();
    const QByteArray m_csrf = backend::newCsrfToken(m_random, m_cookie);
    const QByteArray m_typed = backend::hashOfTyped(QStringLiteral("x"));
};

} // namespace

std::unique_ptr<Target> tokensTarget()
{
    return std::make_unique<TokensTarget>();
}

} // namespace keyturn::fuzz
