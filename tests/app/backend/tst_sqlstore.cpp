// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/opaquetoken.h"
#include "support/registry.h"
#include "temporarystore.h"

#include <QSqlError>
#include <QTest>

#include <thread>
#include <vector>

namespace keyturn::backend {

using Kind = RotationOutcome::Kind;
using namespace std::chrono_literals;

/// The clock of these tests is a number: every verb takes its time from the caller.
class TstSqlStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_files = std::make_unique<TemporaryStore>();
        m_store = m_files->store.get();
        QVERIFY(m_store->addUser(m_user, "hash").ok());
        m_first = token();
        QVERIFY(m_store->addSession(session(QStringLiteral("s1")), hashOf(m_first)).ok());
    }

    void aUserIsFoundByAddress()
    {
        const auto found = m_store->passwordOf(m_user.email);
        QVERIFY(found.ok() && *found);
        QCOMPARE((*found)->user, m_user);
        QCOMPARE((*found)->hash, QByteArray("hash"));
        QVERIFY(!*m_store->passwordOf(QStringLiteral("nobody@example.com")));
    }

    void anAddressIsTakenOnce()
    {
        User other = m_user;
        other.id = QStringLiteral("u2");
        const auto added = m_store->addUser(other, "hash");
        QVERIFY(!added.ok());
        QCOMPARE(added.error().code, QStringLiteral("email_taken"));
    }

    void aTokenIsRotated()
    {
        const core::Secret second = token();
        const auto outcome = rotate(m_first, second, m_now + 60s);
        QCOMPARE(outcome.kind, Kind::Rotated);
        QCOMPARE(outcome.user, std::optional(m_user));
        QCOMPARE(outcome.sessionId, QStringLiteral("s1"));
        QCOMPARE(outcome.expiresAt, m_now + 60s + m_life);
        QCOMPARE(rotate(second, token(), m_now + 120s).kind, Kind::Rotated);
    }

    void inTheGraceTheSameSuccessorComesBack() // FAULTS 52
    {
        const core::Secret second = token();
        QCOMPARE(rotate(m_first, second, m_now).kind, Kind::Rotated);
        const auto again = rotate(m_first, token(), m_now + 9s);
        QCOMPARE(again.kind, Kind::Grace);
        QCOMPARE(openSuccessor(m_first, again.sealedSuccessor), second);
        QCOMPARE(again.expiresAt, m_now + m_life);
        QCOMPARE(rotate(second, token(), m_now + 20s).kind, Kind::Rotated);
    }

    void reuseRevokesTheFamily_data()
    {
        QTest::addColumn<int>("after");
        QTest::addColumn<int>("grace");
        QTest::addColumn<bool>("successorSpent");
        QTest::newRow("after the grace") << 10 << 10 << false;
        QTest::newRow("no grace") << 0 << 0 << false;
        QTest::newRow("within the grace, but the client went on") << 1 << 10 << true;
    }

    void reuseRevokesTheFamily() // FAULTS 53
    {
        QFETCH(int, after);
        QFETCH(int, grace);
        QFETCH(bool, successorSpent);
        const core::Secret second = token();
        const core::Secret third = token();
        QCOMPARE(rotate(m_first, second, m_now).kind, Kind::Rotated);
        if (successorSpent)
            QCOMPARE(rotate(second, third, m_now).kind, Kind::Rotated);
        QCOMPARE(rotate(m_first, token(), m_now + std::chrono::seconds(after), std::chrono::seconds(grace)).kind, Kind::Reused);
        QCOMPARE(rotate(successorSpent ? third : second, token(), m_now + 20s).kind, Kind::Revoked);
        QVERIFY(!*m_store->useSession(QStringLiteral("s1"), m_now + 20s));
    }

    void reuseLeavesOtherSessionsAlone()
    {
        const core::Secret other = token();
        QVERIFY(m_store->addSession(session(QStringLiteral("s2")), hashOf(other)).ok());
        QCOMPARE(rotate(m_first, token(), m_now).kind, Kind::Rotated);
        QCOMPARE(rotate(m_first, token(), m_now + 1h).kind, Kind::Reused);
        QCOMPARE(rotate(other, token(), m_now + 1h).kind, Kind::Rotated);
    }

    void deadTokensAreRefused()
    {
        QCOMPARE(rotate(token(), token(), m_now).kind, Kind::Unknown);
        QCOMPARE(rotate(m_first, token(), m_now + m_life).kind, Kind::Expired);
        QVERIFY(*m_store->endSession(m_user.id, QStringLiteral("s1"), endcause::signedOut, m_now));
        QCOMPARE(rotate(m_first, token(), m_now).kind, Kind::Revoked);
    }

    void theChainHasAnAbsoluteEnd()
    {
        Instant now = m_now;
        core::Secret current = m_first;
        const Instant end = m_now + m_chain;
        while (now + m_life < end) {
            now += m_life - 1s;
            const core::Secret next = token();
            const auto outcome = rotate(current, next, now);
            QCOMPARE(outcome.kind, Kind::Rotated);
            QVERIFY(outcome.expiresAt <= end);
            current = next;
        }
        QCOMPARE(rotate(current, token(), end).kind, Kind::Expired);
    }

    void fiftyConcurrentRefreshesLeaveOneSuccessor() // AUDIT 22
    {
        constexpr int callers = 50;
        std::vector<RotationOutcome> outcomes(callers);
        std::vector<core::Secret> offered(callers);
        for (core::Secret &each : offered)
            each = token();
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < callers; ++i)
                threads.emplace_back([&, i] { outcomes[i] = rotate(m_first, offered[i], m_now); });
        }
        int rotated = 0;
        QSet<QByteArray> successors;
        for (std::size_t i = 0; i < callers; ++i) {
            QVERIFY(outcomes[i].kind == Kind::Rotated || outcomes[i].kind == Kind::Grace);
            rotated += outcomes[i].kind == Kind::Rotated;
            const core::Secret given = outcomes[i].kind == Kind::Rotated ? offered[i] : openSuccessor(m_first, outcomes[i].sealedSuccessor);
            successors.insert(given.reveal().toByteArray());
        }
        QCOMPARE(rotated, 1);
        QCOMPARE(successors.size(), 1);
        QCOMPARE(rotate(core::Secret(*successors.begin()), token(), m_now + 1s).kind, Kind::Rotated);
    }

    void twoProcessesOnOneDatabaseRotateOnce() // they share no mutex: only the engine's own locks stand between them
    {
        auto opened = m_files->open();
        QVERIFY(opened.ok());
        SqlStore second(**opened);
        for (int round = 0; round < 10; ++round) {
            const core::Secret first = token();
            QVERIFY(m_store->addSession(session(QStringLiteral("round%1").arg(round)), hashOf(first)).ok());
            std::vector<core::Result<RotationOutcome>> outcomes(8, RotationOutcome{Kind::Unknown, {}});
            {
                std::vector<std::jthread> threads;
                for (std::size_t i = 0; i < outcomes.size(); ++i) {
                    threads.emplace_back([&, i, next = token()] {
                        Store &store = i % 2 == 0 ? static_cast<Store &>(*m_store) : second;
                        outcomes[i] = store.rotate({hashOf(first), hashOf(next), sealSuccessor(first, next), m_now, m_life, 10s});
                    });
                }
            }
            int rotated = 0;
            for (const auto &outcome : outcomes) {
                QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().detail));
                QVERIFY(outcome->kind == Kind::Rotated || outcome->kind == Kind::Grace);
                rotated += outcome->kind == Kind::Rotated;
            }
            QCOMPARE(rotated, 1);
        }
    }

    void aUseIsNotedOnceAMinute()
    {
        const QString id = QStringLiteral("s1");
        QCOMPARE((*m_store->useSession(id, m_now + 59s))->session.lastUsedAt, m_now);
        QCOMPARE((*m_store->useSession(id, m_now + 61s))->session.lastUsedAt, m_now + 61s);
        QCOMPARE((*m_store->useSession(id, m_now + 90s))->session.lastUsedAt, m_now + 61s);
        QCOMPARE((*m_store->useSession(id, m_now + 90s))->user, m_user);
    }

    void sessionsAreListedNewestFirst()
    {
        Session later = session(QStringLiteral("s2"));
        later.createdAt = m_now + 1s;
        QVERIFY(m_store->addSession(later, hashOf(token())).ok());
        const QList<Session> list = sessions(m_now + 2s);
        QCOMPARE(list.size(), 2);
        QCOMPARE(list.first(), later);
        QCOMPARE(list.last(), session(QStringLiteral("s1")));
        QVERIFY(sessions(m_now + m_life).isEmpty()); // expired
    }

    void pagesOfSessionsHoldEachOnceAlthoughTimesAreTheSame()
    {
        for (const char *id : {"s2", "s3", "s4", "s5"})
            QVERIFY(m_store->addSession(session(QString::fromLatin1(id)), hashOf(token())).ok());
        QStringList seen;
        Page page{std::nullopt, 2};
        do {
            const auto some = m_store->sessionsOf(m_user.id, m_now, page);
            QVERIFY(some->items.size() <= 2);
            for (const Session &each : some->items)
                seen.append(each.id);
            page.after = some->next;
        } while (page.after);
        QCOMPARE(seen.join(u' '), QStringLiteral("s1 s2 s3 s4 s5"));
    }

    void aStrongerHashTakesThePlaceOfTheOneItWasMadeFor()
    {
        QVERIFY(m_store->replacePasswordHash(m_user.id, "hash", "stronger").ok());
        QCOMPARE((*m_store->passwordOf(m_user.email))->hash, QByteArray("stronger"));
        QVERIFY(m_store->replacePasswordHash(m_user.id, "hash", "of a password that was changed meanwhile").ok());
        QCOMPARE((*m_store->passwordOf(m_user.email))->hash, QByteArray("stronger"));
    }

    void nobodyUnknownGetsASession()
    {
        Session strange = session(QStringLiteral("s2"));
        strange.userId = QStringLiteral("another");
        QCOMPARE(m_store->addSession(strange, hashOf(token())).error().code, QStringLiteral("account_disabled"));
    }

    void onlyTheOwnSessionCanBeEnded()
    {
        QVERIFY(!*m_store->endSession(QStringLiteral("another"), QStringLiteral("s1"), endcause::revoked, m_now));
        QVERIFY(*m_store->useSession(QStringLiteral("s1"), m_now));
        QVERIFY(*m_store->endSession(m_user.id, QStringLiteral("s1"), endcause::revoked, m_now));
        QVERIFY(!*m_store->endSession(m_user.id, QStringLiteral("s1"), endcause::revoked, m_now));
        QVERIFY(sessions(m_now).isEmpty());
    }

    void allOrAllOtherSessionsEndTogether()
    {
        for (const char *id : {"s2", "s3"})
            QVERIFY(m_store->addSession(session(QString::fromLatin1(id)), hashOf(token())).ok());
        QCOMPARE(*m_store->endSessions(m_user.id, QStringLiteral("s2"), endcause::revoked, m_now), 2);
        QCOMPARE(sessions(m_now).first().id, QStringLiteral("s2"));
        QCOMPARE(*m_store->endSessions(m_user.id, {}, endcause::revoked, m_now), 1);
    }

    void aSpentTokenSignsOutItsSession()
    {
        QCOMPARE(rotate(m_first, token(), m_now).kind, Kind::Rotated);
        QVERIFY(m_store->endSessionOfToken(hashOf(m_first), endcause::signedOut, m_now).ok());
        QVERIFY(!*m_store->useSession(QStringLiteral("s1"), m_now));
        QVERIFY(m_store->endSessionOfToken(hashOf(token()), endcause::signedOut, m_now).ok());
    }

    void whatEndedLongAgoIsForgotten()
    {
        QVERIFY(m_store->addSession(session(QStringLiteral("s2")), hashOf(token())).ok());
        QVERIFY(*m_store->endSession(m_user.id, QStringLiteral("s1"), endcause::signedOut, m_now));
        QVERIFY(m_store->purge(m_now + 1s).ok());
        QCOMPARE(rotate(m_first, token(), m_now).kind, Kind::Unknown);
        QCOMPARE(sessions(m_now).size(), 1);
    }

    void noTokenStandsReadable()
    {
        const core::Secret second = token();
        QCOMPARE(rotate(m_first, second, m_now).kind, Kind::Rotated);
        const QByteArray everything = m_files->contents();
        QVERIFY(everything.contains(m_user.email.toUtf8())); // the right place
        for (const core::Secret &each : {m_first, second}) {
            QVERIFY(!everything.contains(each.reveal().toByteArray()));
            const QByteArray bytes = QByteArray::fromBase64(each.reveal().toByteArray(), QByteArray::Base64UrlEncoding);
            QVERIFY(!everything.contains(bytes));
            QVERIFY(!everything.contains(bytes.toHex())); // as PostgreSQL shows them
        }
    }

    void theDataSurviveReopening()
    {
        m_files->database.reset();
        auto again = m_files->open();
        QVERIFY(again.ok());
        SqlStore store(**again);
        QVERIFY(*store.passwordOf(m_user.email));
    }

    void aNewerDatabaseIsRefused()
    {
        QVERIFY(m_files->raiseVersion().ok());
        const auto again = m_files->open();
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, QStringLiteral("database_unusable"));
        QVERIFY(again.error().detail.contains(QLatin1String("newer")));
    }

    void aFailedTransactionLeavesNothingBehind()
    {
        const auto failed = m_files->database->write([](SqlConnection &sql) -> core::Result<void> {
            sql.change("DELETE FROM users");
            sql.change("INSERT INTO nowhere VALUES (1)");
            return {};
        });
        QVERIFY(!failed.ok());
        QCOMPARE(failed.error().kind, core::ErrorKind::Storage);
        QVERIFY(*m_store->passwordOf(m_user.email));
    }

private:
    [[nodiscard]] QList<Session> sessions(Instant now) const { return m_store->sessionsOf(m_user.id, now, {std::nullopt, 100})->items; }
    core::Secret token() { return newOpaqueToken(m_random); }
    Session session(const QString &id) const
    {
        return {id,
                m_user.id,
                {QStringLiteral("laptop"), QStringLiteral("agent"), QStringLiteral("127.0.0.1")},
                m_now,
                m_now,
                m_now + m_life,
                m_now + m_chain};
    }
    RotationOutcome rotate(const core::Secret &old, const core::Secret &next, Instant now, std::chrono::seconds grace = 10s)
    {
        const auto outcome = m_store->rotate({hashOf(old), hashOf(next), sealSuccessor(old, next), now, m_life, grace});
        return outcome.ok() ? *outcome : RotationOutcome{Kind::Unknown, QStringLiteral("failed")};
    }

    const Instant m_now{1'700'000'000'000ms};
    const std::chrono::seconds m_life = 7 * 24h;
    const std::chrono::seconds m_chain = 90 * 24h;
    const User m_user{QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada"), QStringLiteral("user"), m_now};
    core::SystemRandom m_random;
    core::Secret m_first;
    std::unique_ptr<TemporaryStore> m_files;
    SqlStore *m_store = nullptr;
};

} // namespace keyturn::backend

using keyturn::backend::TstSqlStore;
KEYTURN_TEST(TstSqlStore)
#include "tst_sqlstore.moc"
