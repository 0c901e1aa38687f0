// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/passwordhasher.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QTest>

#include <future>
#include <limits>

namespace keyturn::backend {

namespace {

constexpr int lowestCost = 10;

core::Result<QByteArray> hashed(PasswordHasher &hasher, const core::Secret &password)
{
    std::promise<core::Result<QByteArray>> promise;
    auto future = promise.get_future();
    hasher.hash(password, [&promise](core::Result<QByteArray> result) { promise.set_value(std::move(result)); });
    return future.get();
}

bool verified(PasswordHasher &hasher, const core::Secret &password, const QByteArray &hash)
{
    std::promise<core::Result<bool>> promise;
    auto future = promise.get_future();
    hasher.verify(password, hash, [&promise](core::Result<bool> result) { promise.set_value(std::move(result)); });
    const core::Result<bool> result = future.get();
    return result.ok() && *result;
}

} // namespace

class TstPasswordHasher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hashesAreBcryptOfTheAskedCost()
    {
        const auto hash = hashed(m_hasher, core::Secret("correct horse"));
        QVERIFY(hash.ok());
        QVERIFY(hash->startsWith("$2b$10$"));
        QCOMPARE(hash->size(), 60);
    }

    void equalPasswordsHaveDifferentHashes()
    {
        QVERIFY(*hashed(m_hasher, core::Secret("correct horse")) != *hashed(m_hasher, core::Secret("correct horse")));
    }

    void thePublishedTestVectorVerifies()
    {
        const QByteArray vector = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"; // of Openwall's crypt_blowfish
        QVERIFY(verified(m_hasher, core::Secret("U*U"), vector));
        QVERIFY(!verified(m_hasher, core::Secret("U*V"), vector));
    }

    void passwordsAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("the same") << QByteArray("correct horse") << true;
        QTest::newRow("another case") << QByteArray("Correct horse") << false;
        QTest::newRow("shorter") << QByteArray("correct hors") << false;
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("the same and a NUL") << QByteArray("correct horse\0", 14) << false;
        QTest::newRow("the same, a NUL and more") << QByteArray("correct horse\0xx", 16) << false;
    }

    void passwordsAreToldApart()
    {
        QFETCH(QByteArray, typed);
        QFETCH(bool, accepted);
        const auto hash = hashed(m_hasher, core::Secret("correct horse"));
        QCOMPARE(verified(m_hasher, core::Secret(typed), *hash), accepted);
    }

    void whatStandsBeyond72BytesIsNotIgnored()
    {
        const QByteArray longest(72, 'x');
        const auto hash = hashed(m_hasher, core::Secret(longest));
        QVERIFY(verified(m_hasher, core::Secret(longest), *hash));
        QVERIFY(!verified(m_hasher, core::Secret(longest + 'y'), *hash));
        QVERIFY(!verified(m_hasher, core::Secret(QByteArray(1000, 'x')), *hash));
    }

    void aMissingUserCostsAHashAndIsFalse()
    {
        const auto hash = hashed(m_hasher, core::Secret("correct horse"));
        // The fastest of a few, because another process may take the processor away meanwhile.
        const auto fastest = [this](const QByteArray &against) {
            qint64 best = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                [[maybe_unused]] const bool same = verified(m_hasher, core::Secret("some password"), against);
                best = std::min(best, timer.nsecsElapsed());
            }
            return best;
        };
        QVERIFY(!verified(m_hasher, core::Secret("some password"), {}));
        QVERIFY2(fastest({}) * 2 > fastest(*hash), "a sign-in of an unknown user is answered sooner");
    }

    void tooManyWaitingIsRefusedAtOnce()
    {
        PasswordHasher hasher(m_random, lowestCost, 1);
        int refused = 0;
        for (int i = 0; i < 300; ++i) {
            hasher.verify(core::Secret("x"), {}, [&refused](const core::Result<bool> &result) {
                if (!result.ok() && result.error().code == QLatin1String("busy"))
                    ++refused; // at once, so on this thread
            });
        }
        QVERIFY(refused >= 300 - 256 - 5);
        hasher.stop();
    }

    void whatCanWaitTakesNoPlaceFromSignIns()
    {
        PasswordHasher hasher(m_random, lowestCost, 1);
        int refused = 0;
        for (int i = 0; i < 300; ++i)
            hasher.hashLater(core::Secret("x"), [&refused](const core::Result<QByteArray> &result) { refused += result.ok() ? 0 : 1; });
        QVERIFY(refused >= 300 - 32 - 5);
        std::atomic<bool> taken = true;
        hasher.verify(core::Secret("x"), {}, [&taken](const core::Result<bool> &result) { taken = result.ok(); });
        QVERIFY(taken);
        QVERIFY(hasher.waiting() > 0);
        hasher.stop();
    }

    void aHashOfALowerCostIsWeak()
    {
        const PasswordHasher hasher(m_random, 12, 1);
        QVERIFY(hasher.isWeak("$2b$10$abcdefghijklmnopqrstuv"));
        QVERIFY(!hasher.isWeak("$2b$12$abcdefghijklmnopqrstuv"));
        QVERIFY(!hasher.isWeak("$2b$13$abcdefghijklmnopqrstuv"));
        QVERIFY(hasher.isWeak("$5$rounds=5000$abc"));
        QVERIFY(hasher.isWeak({}));
    }

private:
    core::SystemRandom m_random;
    PasswordHasher m_hasher{m_random, lowestCost, 2};
};

} // namespace keyturn::backend

using keyturn::backend::TstPasswordHasher;
KEYTURN_TEST(TstPasswordHasher)
#include "tst_passwordhasher.moc"
