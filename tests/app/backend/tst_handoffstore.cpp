// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/carestore.h"
#include "backend/handoff/sqlhandoffstore.h"
#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// The clock of these tests is a number: every verb takes its time from the caller.
class TstHandoffStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_files = std::make_unique<TemporaryStore>();
        m_store = std::make_unique<SqlHandoffStore>(*m_files->database);
        QVERIFY(m_files->store->addUser(m_user, "hash").ok());
    }

    void anAttemptIsTakenOnceAndInTime()
    {
        QVERIFY(m_store->addAttempt(attempt("state"), m_now).ok());
        QVERIFY(!*m_store->takeAttempt("another", m_now));
        const auto taken = m_store->takeAttempt("state", m_now + 599s);
        QVERIFY(taken.ok() && *taken);
        QCOMPARE((*taken)->browserHash, QByteArray("browser"));
        QCOMPARE((*taken)->redirectUri, QStringLiteral("http://127.0.0.1:1/x"));
        QCOMPARE((*taken)->appState, QStringLiteral("app-state"));
        QCOMPARE((*taken)->challenge, QStringLiteral("challenge"));
        QCOMPARE((*taken)->device, QStringLiteral("box"));
        QVERIFY(!*m_store->takeAttempt("state", m_now + 1s));
        QVERIFY(m_store->addAttempt(attempt("late"), m_now).ok());
        QVERIFY(!*m_store->takeAttempt("late", m_now + 600s));
    }

    void anIdentityStaysWithItsUserWhateverItsAddress()
    {
        const auto first = m_store->userOf(identity(QStringLiteral("new@example.com"), true), QStringLiteral("u2"), m_now);
        QVERIFY(first.ok() && *first);
        QCOMPARE((*first)->id, QStringLiteral("u2"));
        // The address has become another one's, and nobody verified it: the subject is the person (OpenID Connect Core §5.7).
        const auto again = m_store->userOf(identity(m_user.email, false), QStringLiteral("u3"), m_now);
        QVERIFY(again.ok() && *again);
        QCOMPARE((*again)->id, QStringLiteral("u2"));
    }

    void onlyAVerifiedAddressLinks_data()
    {
        QTest::addColumn<QString>("email");
        QTest::addColumn<bool>("verified");
        QTest::addColumn<QString>("user");
        QTest::newRow("verified, known") << QStringLiteral("ada@example.com") << true << QStringLiteral("u1");
        QTest::newRow("verified, new") << QStringLiteral("eve@example.com") << true << QStringLiteral("offered");
        QTest::newRow("not verified, known") << QStringLiteral("ada@example.com") << false << QString();
        QTest::newRow("not verified, new") << QStringLiteral("eve@example.com") << false << QString();
        QTest::newRow("none") << QString() << true << QString();
    }

    void onlyAVerifiedAddressLinks()
    {
        QFETCH(QString, email);
        QFETCH(bool, verified);
        const auto user = m_store->userOf(identity(email, verified), QStringLiteral("offered"), m_now);
        QVERIFY(user.ok());
        QTEST(*user ? (*user)->id : QString(), "user");
    }

    void whoRegisteredAnAddressThatIsNotTheirsLosesIt()
    {
        CareStore care(*m_files->database);
        QVERIFY(*care.setUp(m_user.id, "secret"));
        addSession(QStringLiteral("in advance"));
        const auto hash = [this] { return (*m_files->store->passwordOf(m_user.email))->hash; };
        QVERIFY(*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now));
        QVERIFY(hash().isEmpty());
        QVERIFY(!isAlive(QStringLiteral("in advance")));
        QVERIFY(!*care.secondFactor(m_user.id)); // of somebody who could ask for it
    }

    void whoConfirmedTheAddressKeepsIt()
    {
        CareStore care(*m_files->database);
        QVERIFY(care.setVerified(m_user.id, m_now).ok());
        addSession(QStringLiteral("s1"));
        QCOMPARE((*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now))->id, m_user.id);
        QVERIFY(!(*m_files->store->passwordOf(m_user.email))->hash.isEmpty());
        QVERIFY(isAlive(QStringLiteral("s1")));
    }

    void theProvidersWordConfirmsTheAddress()
    {
        CareStore care(*m_files->database);
        QVERIFY(*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now));
        QVERIFY(*care.isVerified(m_user.id));
    }

    void theirSecondFactorGoesWithIt()
    {
        CareStore care(*m_files->database);
        QVERIFY(*care.setUp(m_user.id, "secret") && *care.confirm(m_user.id, 1, {"recovery"}, m_now));
        QVERIFY(*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now));
        QVERIFY(!*care.secondFactor(m_user.id));
        QVERIFY(!*care.spendRecoveryCode(m_user.id, "recovery"));
    }

    void whoHasConfirmedTheAddressKeepsWhatTheyHad()
    {
        addSession(QStringLiteral("confirmed"));
        CareStore care(*m_files->database);
        QVERIFY(care.setVerified(m_user.id, m_now).ok());
        QVERIFY(*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now));
        QVERIFY(!(*m_files->store->passwordOf(m_user.email))->hash.isEmpty());
        QVERIFY(isAlive(QStringLiteral("confirmed")));
    }

    void whatCameAfterTheProofStays()
    {
        QVERIFY(*m_store->userOf(identity(QStringLiteral("eve@example.com"), true), QStringLiteral("u2"), m_now));
        addSession(QStringLiteral("s2"), QStringLiteral("u2"));
        UpstreamIdentity other = identity(QStringLiteral("eve@example.com"), true);
        other.issuer = QStringLiteral("https://other.example");
        QCOMPARE((*m_store->userOf(other, QStringLiteral("u3"), m_now))->id, QStringLiteral("u2"));
        QVERIFY(isAlive(QStringLiteral("s2")));
    }

    void oneSubjectAtTwoIssuersIsTwoIdentities()
    {
        UpstreamIdentity other = identity(QStringLiteral("eve@example.com"), true);
        other.issuer = QStringLiteral("https://other.example");
        QCOMPARE((*m_store->userOf(identity(m_user.email, true), QStringLiteral("u2"), m_now))->id, m_user.id);
        QCOMPARE((*m_store->userOf(other, QStringLiteral("u3"), m_now))->id, QStringLiteral("u3"));
    }

    void aCodeServesOnceForAMinute()
    {
        QVERIFY(m_store->addCode(code("code")).ok());
        QVERIFY(!*m_store->redeem("another", m_now));
        const auto redeemed = m_store->redeem("code", m_now + 59s);
        QVERIFY(redeemed.ok() && *redeemed);
        QCOMPARE((*redeemed)->user, m_user);
        QCOMPARE((*redeemed)->code.challenge, QStringLiteral("challenge"));
        QVERIFY(!*m_store->redeem("code", m_now + 59s));
        QVERIFY(m_store->addCode(code("late")).ok());
        QVERIFY(!*m_store->redeem("late", m_now + 60s));
    }

    void aSecondUseEndsTheSessionEvenAfterTheCodeExpired()
    {
        QVERIFY(m_store->addCode(code("code")).ok());
        QVERIFY(*m_store->redeem("code", m_now));
        addSession(QStringLiteral("s1"));
        QVERIFY(*m_store->noteSession("code", QStringLiteral("s1"), m_now));
        QVERIFY(isAlive(QStringLiteral("s1")));
        QVERIFY(!*m_store->redeem("code", m_now + 1h));
        QVERIFY(!isAlive(QStringLiteral("s1")));
    }

    void aSecondUseBeforeTheSessionIsNotedEndsItToo()
    {
        QVERIFY(m_store->addCode(code("code")).ok());
        QVERIFY(*m_store->redeem("code", m_now));
        QVERIFY(!*m_store->redeem("code", m_now)); // while the first one opens its session
        addSession(QStringLiteral("s1"));
        const auto alone = m_store->noteSession("code", QStringLiteral("s1"), m_now);
        QVERIFY(alone.ok() && !*alone);
        QVERIFY(!isAlive(QStringLiteral("s1")));
    }

    void whatIsOverIsForgotten()
    {
        QVERIFY(m_store->addAttempt(attempt("state"), m_now).ok());
        QVERIFY(m_store->addCode(code("code")).ok());
        QVERIFY(m_store->purge(m_now).ok());
        QVERIFY(m_store->purge(m_now + 1h).ok());
        QVERIFY(!*m_store->redeem("code", m_now));
        QVERIFY(!*m_store->takeAttempt("state", m_now));
    }

private:
    [[nodiscard]] HandoffAttempt attempt(const QByteArray &state) const
    {
        return {state,
                "browser",
                QStringLiteral("google"),
                QStringLiteral("http://127.0.0.1:1/x"),
                QStringLiteral("app-state"),
                QStringLiteral("challenge"),
                QStringLiteral("box"),
                m_now + 600s};
    }
    [[nodiscard]] HandoffCode code(const QByteArray &hash) const
    {
        return {hash, m_user.id, QStringLiteral("http://127.0.0.1:1/x"), QStringLiteral("challenge"), {}, m_now + 60s};
    }
    [[nodiscard]] static UpstreamIdentity identity(const QString &email, bool verified)
    {
        return {QStringLiteral("https://id.example"), QStringLiteral("subject"), QStringLiteral("Eve"), email, verified};
    }
    void addSession(const QString &id, const QString &user = QStringLiteral("u1"))
    {
        const Session session{id, user, {}, m_now, m_now, m_now + 24h, m_now + 24h};
        QVERIFY(m_files->store->addSession(session, id.toLatin1()).ok());
    }
    [[nodiscard]] bool isAlive(const QString &id) { return (*m_files->store->useSession(id, m_now)).has_value(); }

    const Instant m_now{std::chrono::milliseconds(1'767'323'045'000)};
    const User m_user{QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada"), QStringLiteral("user"), m_now};
    std::unique_ptr<TemporaryStore> m_files;
    std::unique_ptr<SqlHandoffStore> m_store;
};

} // namespace keyturn::backend

using keyturn::backend::TstHandoffStore;
KEYTURN_TEST(TstHandoffStore)
#include "tst_handoffstore.moc"
