// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/carestore.h"

#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// What waits for a code, and how often it may be tried.
class TstCareStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aMailedCodeServesOnceAndForItsPurpose();
    void aMailedCodeRunsOut();
    void onlySomeCodesAreOutAtATime();
    void aNewPasswordEndsWhatWasBegunWithTheOld();
    void aSecondFactorIsOnWhenItIsConfirmed();
    void aStepServesOnce();
    void aRecoveryCodeServesOnceHoweverManyTry();
    void aChallengeTakesFiveTries();
    void aChallengeRunsOutAndServesOnce();
    void tooManyWrongCodesHaveToWait();
    void whatIsOldIsForgotten();

private:
    [[nodiscard]] CareStore &care() { return *m_care; }

    std::unique_ptr<TemporaryStore> m_temporary;
    std::unique_ptr<CareStore> m_care;
    const Instant m_now{1'000'000s};
    const QString m_user = QStringLiteral("u1");
};

void TstCareStore::init()
{
    m_temporary = std::make_unique<TemporaryStore>();
    m_care = std::make_unique<CareStore>(*m_temporary->database);
    QVERIFY(m_temporary->store->addUser({m_user, QStringLiteral("ada@example.com"), QStringLiteral("Ada"), QStringLiteral("user"), m_now}, "hash-1")
                .ok());
}

void TstCareStore::aMailedCodeServesOnceAndForItsPurpose()
{
    QVERIFY(*care().addMailedCode("code", m_user, mailpurpose::verifyEmail, m_now, m_now + 30min));
    QVERIFY(!*care().ownerOfCode("code", mailpurpose::resetPassword, m_now));
    QVERIFY(!*care().resetPassword("code", "hash-2", m_now));
    QCOMPARE(*care().passwordHash(m_user), QByteArray("hash-1"));
    QCOMPARE((*care().ownerOfCode("code", mailpurpose::verifyEmail, m_now))->id, m_user);
    QCOMPARE(*care().spendCode("code", mailpurpose::verifyEmail, m_now), m_user);
    QVERIFY(!*care().spendCode("code", mailpurpose::verifyEmail, m_now));
}

void TstCareStore::aMailedCodeRunsOut()
{
    QVERIFY(*care().addMailedCode("code", m_user, mailpurpose::resetPassword, m_now, m_now + 30min));
    QVERIFY(!*care().resetPassword("code", "hash-2", m_now + 30min));
    QVERIFY(*care().resetPassword("code", "hash-2", m_now + 29min));
    QCOMPARE(*care().passwordHash(m_user), QByteArray("hash-2"));
    QVERIFY(!*care().resetPassword("code", "hash-3", m_now + 29min));
}

void TstCareStore::onlySomeCodesAreOutAtATime()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(*care().addMailedCode(QByteArray::number(i), m_user, mailpurpose::resetPassword, m_now, m_now + 30min));
    QVERIFY(!*care().addMailedCode("sixth", m_user, mailpurpose::resetPassword, m_now, m_now + 30min));
    QVERIFY(*care().addMailedCode("other", m_user, mailpurpose::verifyEmail, m_now, m_now + 30min));
    QVERIFY(*care().addMailedCode("later", m_user, mailpurpose::resetPassword, m_now + 31min, m_now + 60min));
}

void TstCareStore::aNewPasswordEndsWhatWasBegunWithTheOld()
{
    QVERIFY(*care().addMailedCode("reset", m_user, mailpurpose::resetPassword, m_now, m_now + 30min));
    QVERIFY(*care().addMailedCode("verify", m_user, mailpurpose::verifyEmail, m_now, m_now + 30min));
    QVERIFY(!*care().addChallenge("begun", m_user, m_now, m_now + 5min));
    QVERIFY(!*care().addChallenge("tried", m_user, m_now, m_now + 5min));
    QVERIFY(*care().tryChallenge("tried", m_now));
    QVERIFY(care().setPassword(m_user, "hash-2").ok());
    QVERIFY(!*care().ownerOfCode("reset", mailpurpose::resetPassword, m_now));
    QVERIFY(*care().ownerOfCode("verify", mailpurpose::verifyEmail, m_now));
    QVERIFY(!*care().tryChallenge("begun", m_now));
    QVERIFY(!*care().tryChallenge("tried", m_now));
}

void TstCareStore::aSecondFactorIsOnWhenItIsConfirmed()
{
    QVERIFY(!*care().secondFactor(m_user));
    QVERIFY(!*care().confirm(m_user, 1, {"r1"}, m_now));
    QVERIFY(*care().setUp(m_user, "secret-1"));
    QVERIFY(*care().setUp(m_user, "secret-2")); // begun anew
    QVERIFY(!(*care().secondFactor(m_user))->on);
    QVERIFY(!*care().spendStep(m_user, 5));
    QVERIFY(*care().confirm(m_user, 7, {"r1", "r2"}, m_now));
    const auto second = *care().secondFactor(m_user);
    QVERIFY(second->on);
    QCOMPARE(second->secret, QByteArray("secret-2"));
    QCOMPARE(second->recoveryCodes, 2);
    QVERIFY(!*care().setUp(m_user, "secret-3"));
    QVERIFY(!*care().confirm(m_user, 8, {"r3"}, m_now));
    QVERIFY(care().removeSecondFactor(m_user).ok());
    QVERIFY(!*care().secondFactor(m_user));
    QVERIFY(!*care().spendRecoveryCode(m_user, "r1"));
}

void TstCareStore::aStepServesOnce()
{
    QVERIFY(*care().setUp(m_user, "secret"));
    QVERIFY(*care().confirm(m_user, 7, {}, m_now));
    QVERIFY(!*care().spendStep(m_user, 7)); // the code that confirmed it
    QVERIFY(*care().spendStep(m_user, 9));
    QVERIFY(!*care().spendStep(m_user, 9));
    QVERIFY(!*care().spendStep(m_user, 8)); // an older one that was seen meanwhile
    QVERIFY(*care().spendStep(m_user, 10));
}

void TstCareStore::aRecoveryCodeServesOnceHoweverManyTry()
{
    QVERIFY(*care().setUp(m_user, "secret"));
    QVERIFY(*care().confirm(m_user, 7, {"r1"}, m_now));
    QVERIFY(!*care().spendRecoveryCode(QStringLiteral("u2"), "r1"));
    std::atomic<int> taken = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { taken += *care().spendRecoveryCode(m_user, "r1") ? 1 : 0; });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(taken.load(), 1);
}

void TstCareStore::aChallengeTakesFiveTries()
{
    QVERIFY(!*care().addChallenge("c", m_user, m_now, m_now + 5min));
    for (int i = 0; i < 5; ++i)
        QCOMPARE((*care().tryChallenge("c", m_now))->id, m_user);
    QVERIFY(!*care().tryChallenge("c", m_now));
    QVERIFY(!*care().tryChallenge("unknown", m_now));
}

void TstCareStore::aChallengeRunsOutAndServesOnce()
{
    QVERIFY(!*care().addChallenge("c", m_user, m_now, m_now + 5min));
    QVERIFY(!*care().tryChallenge("c", m_now + 5min));
    QVERIFY(*care().tryChallenge("c", m_now + 4min));
    QVERIFY(*care().passChallenge("c"));
    QVERIFY(!*care().passChallenge("c"));
    QVERIFY(!*care().tryChallenge("c", m_now + 4min));
}

void TstCareStore::tooManyWrongCodesHaveToWait()
{
    for (int i = 0; i < 3; ++i) {
        const QByteArray challenge = QByteArray::number(i);
        QVERIFY(!*care().addChallenge(challenge, m_user, m_now, m_now + 5min));
        for (int attempt = 0; attempt < 5; ++attempt)
            QVERIFY(*care().tryChallenge(challenge, m_now));
    }
    const auto wait = *care().addChallenge("more", m_user, m_now + 5min, m_now + 10min);
    QVERIFY(wait);
    QCOMPARE(*wait, 601s);
    QVERIFY(!*care().tryChallenge("more", m_now + 5min));
    QVERIFY(!*care().addChallenge("later", m_user, m_now + 16min, m_now + 21min));
}

void TstCareStore::whatIsOldIsForgotten()
{
    QVERIFY(*care().addMailedCode("code", m_user, mailpurpose::resetPassword, m_now, m_now + 30min));
    QVERIFY(!*care().addChallenge("c", m_user, m_now, m_now + 5min));
    QVERIFY(care().purge(m_now + 6min).ok());
    QVERIFY(!*care().tryChallenge("c", m_now));
    QVERIFY(*care().ownerOfCode("code", mailpurpose::resetPassword, m_now));
    QVERIFY(care().purge(m_now + 31min).ok());
    QVERIFY(!*care().ownerOfCode("code", mailpurpose::resetPassword, m_now));
}

} // namespace keyturn::backend

using keyturn::backend::TstCareStore;
KEYTURN_TEST(TstCareStore)
#include "tst_carestore.moc"
