// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesstokens.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

class TstVerifiedTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_ring = std::make_unique<KeyRing>(AccessKeys::only(*newKey()));
        m_tokens = std::make_unique<AccessTokens>(m_clock, m_random, *m_ring, QStringLiteral("http://127.0.0.1:1"), std::chrono::seconds(900));
    }

    void aKnownTokenIsReadAgain()
    {
        VerifiedTokens verified;
        const auto keys = m_ring->keys();
        QVERIFY(!verified.find("token", keys, 1));
        verified.add("token", {m_claims, 10, keys});
        QCOMPARE(verified.find("token", keys, 9), std::optional(m_claims));
        QVERIFY2(!verified.find("token", keys, 10), "it has ended");
        QVERIFY(!verified.find("tokem", keys, 1));
    }

    void underOtherKeysItIsNotKnown()
    {
        VerifiedTokens verified;
        verified.add("token", {m_claims, 10, m_ring->keys()});
        m_ring->replace(AccessKeys::only(*newKey()));
        QVERIFY(!verified.find("token", m_ring->keys(), 1));
    }

    void thereAreNeverTooMany()
    {
        VerifiedTokens verified;
        const auto keys = m_ring->keys();
        constexpr int many = 50'000;
        for (int i = 0; i < many; ++i)
            verified.add(QByteArray::number(i), {m_claims, 10, keys});
        QVERIFY(!verified.find("0", keys, 1));
        QVERIFY(verified.find(QByteArray::number(many - 1), keys, 1));
        QVERIFY(keys.use_count() < 20'000);
    }

    void aKeyThatIsGoneTakesItsTokensWithIt()
    {
        const QByteArray token = issued();
        QVERIFY(m_tokens->read(token));
        QVERIFY(m_tokens->read(token));
        m_ring->replace(AccessKeys::only(*newKey()));
        QVERIFY(!m_tokens->read(token));
    }

    void aTokenThatWasReadEndsAllTheSame()
    {
        const QByteArray token = issued();
        QVERIFY(m_tokens->read(token));
        m_clock.advance(std::chrono::seconds(900));
        QVERIFY(!m_tokens->read(token));
    }

    void oneLetterMoreIsAnotherToken()
    {
        QByteArray token = issued();
        QVERIFY(m_tokens->read(token));
        QVERIFY(!m_tokens->read(token + 'A'));
        token.back() = token.back() == 'A' ? 'E' : 'A';
        QVERIFY(!m_tokens->read(token));
    }

private:
    static core::Result<SigningKey> newKey() { return SigningKey::generate(SigningKey::Algorithm::Hs256); }
    QByteArray issued() { return m_tokens->issue(m_claims)->value.reveal().toByteArray(); }

    AccessClaims m_claims{QStringLiteral("user"), QStringLiteral("session")};
    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    std::unique_ptr<KeyRing> m_ring;
    std::unique_ptr<AccessTokens> m_tokens;
};

} // namespace keyturn::backend

using keyturn::backend::TstVerifiedTokens;
KEYTURN_TEST(TstVerifiedTokens)
#include "tst_verifiedtokens.moc"
