// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/carestore.h"
#include "backend/handoff/sqlhandoffstore.h"
#include "backend/opaquetoken.h"
#include "backend/session/sharedstore.h"
#include "backend/users/userstore.h"
#include "counteddatabase.h"
#include "redisquestion.h"
#include "support/redisserver.h"
#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

#include <csignal>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

/// One backend's stores: the database and the Redis are shared.
struct Instance {
    Instance(SqlDatabase &shared, const RedisAddress &address)
        : database(shared),
          sql(database),
          sessions(address, core::Secret("the instances' key"), 1), // one connection: what is put is there when the next one asks
          store(sql, sessions),
          users(database, &sessions),
          care(database, &sessions),
          handoff(database, &sessions)
    { }
    CountedDatabase database;
    SqlStore sql;
    SharedSessions sessions;
    SharedStore store;
    UserStore users;
    CareStore care;
    SqlHandoffStore handoff;
};

} // namespace

/// Two instances' stores on one database and one Redis. The clock of these tests is a number.
class TstSharedStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        std::signal(SIGPIPE, SIG_IGN); // as the program does
        QVERIFY(!m_redis.url().isEmpty());
    }

    void init()
    {
        m_files = std::make_unique<TemporaryStore>();
        m_first = std::make_unique<Instance>(*m_files->database, addressOf(m_redis.socketUrl()));
        m_second = std::make_unique<Instance>(*m_files->database, addressOf(m_redis.url()));
        QVERIFY(m_first->store.addUser(m_user, "hash").ok());
        for (const char *id : {"s1", "s2"})
            QVERIFY(m_first->store.addSession(session(id), hashOf(tokenOf(id))).ok());
        QVERIFY(m_first->store.addCookieSession(session("c1"), m_cookie, hashOf(core::Secret())).ok());
    }

    void cleanup()
    {
        RedisClient client(addressOf(m_redis.socketUrl()), 1);
        ask(client, {"FLUSHALL"});
    }

    void bothKinds()
    {
        QTest::addColumn<bool>("byCookie");
        QTest::newRow("by an access token") << false;
        QTest::newRow("by a session cookie") << true;
    }

    void aWarmedRequestAsksTheDatabaseNothing_data() { bothKinds(); }

    void aWarmedRequestAsksTheDatabaseNothing()
    {
        QFETCH(bool, byCookie);
        const auto read = use(*m_first, byCookie);
        QVERIFY(read);
        QCOMPARE(read->user, m_user);
        QCOMPARE(read->session, session(byCookie ? "c1" : "s1"));
        const int first = m_first->database.transactions();
        const int second = m_second->database.transactions();
        for (int i = 0; i < 5; ++i) {
            for (Instance *instance : {m_first.get(), m_second.get()}) {
                const auto again = use(*instance, byCookie, m_now + i * 10s);
                QVERIFY(again);
                QCOMPARE(again->user, read->user);
                QCOMPARE(again->session, read->session);
            }
        }
        QCOMPARE(m_first->database.transactions(), first);
        QCOMPARE(m_second->database.transactions(), second);
    }

    void anEndedOneAsksTheDatabaseOnce()
    {
        QVERIFY(*m_first->store.endSession(m_user.id, QStringLiteral("s1"), endcause::revoked, m_now));
        QVERIFY(!use(*m_second, false));
        const int before = m_second->database.transactions();
        QVERIFY(!use(*m_second, false));
        QCOMPARE(m_second->database.transactions(), before);
    }

    void whatEndsItOnOneEndsItOnTheOther_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("cookieEnds");
        QTest::addColumn<bool>("othersEnd");
        QTest::newRow("it is revoked") << QStringLiteral("revoked") << false << false;
        QTest::newRow("all are revoked") << QStringLiteral("all") << true << true;
        QTest::newRow("all but it are") << QStringLiteral("others") << true << true;
        QTest::newRow("its refresh token signs out") << QStringLiteral("sign-out") << false << false;
        QTest::newRow("its refresh token is used twice") << QStringLiteral("reuse") << false << false;
        QTest::newRow("the browser signs in anew") << QStringLiteral("replaced") << true << false;
        QTest::newRow("the user is disabled") << QStringLiteral("disabled") << true << true;
        QTest::newRow("the user is removed") << QStringLiteral("removed") << true << true;
        QTest::newRow("the password is reset") << QStringLiteral("reset") << true << true;
        QTest::newRow("the address proves to be another one's") << QStringLiteral("claimed") << true << true;
        QTest::newRow("its hand-off code is used twice") << QStringLiteral("code") << false << false;
        QTest::newRow("its hand-off code was used twice at once") << QStringLiteral("codes") << false << false;
    }

    void whatEndsItOnOneEndsItOnTheOther()
    {
        QFETCH(QString, how);
        for (Instance *instance : {m_first.get(), m_second.get()})
            QVERIFY(use(*instance, false) && use(*instance, true) && useSession(*instance, "s2"));
        end(how);
        const bool kept = how == QLatin1String("others") || how == QLatin1String("replaced");
        for (Instance *instance : {m_second.get(), m_first.get()}) {
            QCOMPARE(use(*instance, false).has_value(), kept);
            QTEST(!use(*instance, true), "cookieEnds");
            QTEST(!useSession(*instance, "s2"), "othersEnd");
        }
    }

    void aChangeOfTheUserIsSeenByAll_data()
    {
        QTest::addColumn<bool>("byCookie");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("role");
        QTest::newRow("a name, by a token") << false << QStringLiteral("Ada King") << m_user.role;
        QTest::newRow("a name, by a cookie") << true << QStringLiteral("Ada King") << m_user.role;
        QTest::newRow("a role, by a token") << false << m_user.name << QStringLiteral("admin");
        QTest::newRow("a role, by a cookie") << true << m_user.name << QStringLiteral("admin");
    }

    void aChangeOfTheUserIsSeenByAll()
    {
        QFETCH(bool, byCookie);
        QFETCH(QString, name);
        QFETCH(QString, role);
        QVERIFY(use(*m_first, byCookie) && use(*m_second, byCookie));
        QCOMPARE(*m_first->users.edit(m_user.id, {name, role, std::nullopt}, m_now), UserChange::Done);
        for (Instance *instance : {m_second.get(), m_first.get()}) {
            const auto live = use(*instance, byCookie);
            QVERIFY(live);
            QCOMPARE(live->user.name, name);
            QCOMPARE(live->user.role, role);
        }
    }

    void aLateReaderBringsNothingBack_data() { bothKinds(); }

    void aLateReaderBringsNothingBack()
    {
        QFETCH(bool, byCookie);
        bool ended = false;
        m_second->database.interrupt([&] { ended = m_first->store.endSessions(m_user.id, {}, endcause::revoked, m_now).ok(); });
        QVERIFY(use(*m_second, byCookie)); // the database said so, before
        QVERIFY(ended);
        QVERIFY(!use(*m_first, byCookie));
        QVERIFY(!use(*m_second, byCookie));
    }

    void aUseIsNotedOnceAMinute_data() { bothKinds(); }

    void aUseIsNotedOnceAMinute()
    {
        QFETCH(bool, byCookie);
        QVERIFY(use(*m_first, byCookie, m_now + 50s));
        QCOMPARE(use(*m_second, byCookie, m_now + 59s)->session.lastUsedAt, m_now);
        const auto noted = use(*m_second, byCookie, m_now + 60s);
        QCOMPARE(noted->session.lastUsedAt, m_now + 60s);
        QCOMPARE(use(*m_first, byCookie, m_now + 119s)->session, noted->session);
        QCOMPARE(noted->session.expiresAt, byCookie ? m_now + 60s + m_idle : m_now + 300s); // a cookie's slides
        const auto read = m_files->store->useSession(QLatin1String(byCookie ? "c1" : "s1"), m_now + 61s);
        QCOMPARE((*read)->session, noted->session);
    }

    void aShortLifeSlidesAsWell()
    {
        QVERIFY(*m_first->store.useCookie(m_cookie, m_now, 20s));
        QCOMPARE((*m_second->store.useCookie(m_cookie, m_now + 10s, 20s))->session.expiresAt, m_now + 30s);
        QVERIFY(*m_first->store.useCookie(m_cookie, m_now + 19s, 20s));
    }

    void nothingIsKeptBeyondASessionsEnd_data()
    {
        QTest::addColumn<std::chrono::seconds>("at");
        QTest::addColumn<std::chrono::seconds>("most");
        QTest::newRow("just used") << 0s << 60s;
        QTest::newRow("used a while ago") << 50s << 10s;
        QTest::newRow("near the end") << 595s << 5s;
    }

    void nothingIsKeptBeyondASessionsEnd()
    {
        QFETCH(std::chrono::seconds, at);
        QFETCH(std::chrono::seconds, most);
        QVERIFY(use(*m_first, false, m_now + at));
        QVERIFY(use(*m_first, false, m_now + at)); // the put is done by now
        RedisClient client(addressOf(m_redis.socketUrl()), 1);
        const std::chrono::milliseconds left(ask(client, {"PTTL", "keyturn:sessions:s:s1"}).integer);
        QVERIFY2(left > 0ms && left <= most, qPrintable(QString::number(left.count())));
        QVERIFY(!use(*m_first, false, m_now + 600s)); // and whoever's clock is ahead of Redis's asks the database
    }

    void withoutItsRedisTheDatabaseIsAsked_data() { bothKinds(); }

    void withoutItsRedisTheDatabaseIsAsked()
    {
        QFETCH(bool, byCookie);
        QVERIFY(use(*m_first, byCookie) && use(*m_second, byCookie));
        m_redis.kill();
        QVERIFY(use(*m_first, byCookie) && use(*m_second, byCookie));
        QVERIFY(m_first->store.endSessions(m_user.id, {}, endcause::revoked, m_now).ok());
        QVERIFY(!m_first->sessions.isAllTold());
        QVERIFY(!use(*m_first, byCookie) && !use(*m_second, byCookie));
        QVERIFY(m_redis.start());
        QTRY_VERIFY(!use(*m_first, byCookie) && m_first->sessions.isAllTold());
        QVERIFY(m_first->store.addSession(session("s3"), "another token").ok());
        QTRY_VERIFY(costsNothing(*m_first, "s3") && costsNothing(*m_second, "s3")); // both go by it again
    }

    void anEmptiedRedisLosesNothing_data() { bothKinds(); }

    void anEmptiedRedisLosesNothing()
    {
        QFETCH(bool, byCookie);
        QVERIFY(*m_first->store.endSession(m_user.id, QStringLiteral("s2"), endcause::revoked, m_now));
        QVERIFY(use(*m_first, byCookie));
        m_redis.kill();
        QVERIFY(m_redis.start());
        for (Instance *instance : {m_first.get(), m_second.get()}) {
            QVERIFY(use(*instance, byCookie));
            QVERIFY(!useSession(*instance, "s2"));
        }
    }

private:
    [[nodiscard]] static core::Secret tokenOf(const char *sessionId) { return core::Secret(QByteArray("token of ") + sessionId); }
    [[nodiscard]] Session session(const char *id) const
    {
        return {QLatin1String(id),
                m_user.id,
                {QStringLiteral("Ada's \"désk\""), QStringLiteral("Agent/1.0"), QStringLiteral("192.0.2.1")},
                m_now,
                m_now,
                m_now + 300s,
                m_now + 600s};
    }
    [[nodiscard]] std::optional<LiveSession> useSession(Instance &instance, const char *id) const
    {
        return *instance.store.useSession(QLatin1String(id), m_now);
    }
    [[nodiscard]] std::optional<LiveSession> use(Instance &instance, bool byCookie, Instant now) const
    {
        return byCookie ? *instance.store.useCookie(m_cookie, now, m_idle) : *instance.store.useSession(QStringLiteral("s1"), now);
    }
    [[nodiscard]] std::optional<LiveSession> use(Instance &instance, bool byCookie) const { return use(instance, byCookie, m_now); }
    [[nodiscard]] bool costsNothing(Instance &instance, const char *id) const
    {
        const int before = instance.database.transactions();
        return useSession(instance, id) && instance.database.transactions() == before;
    }

    void end(const QString &how)
    {
        Instance &one = *m_first;
        const auto rotation = [this](int i) { return Rotation{hashOf(tokenOf("s1")), QByteArray::number(i), "sealed", m_now, 60s, 0s}; };
        if (how == QLatin1String("revoked"))
            QVERIFY(*one.store.endSession(m_user.id, QStringLiteral("s1"), endcause::revoked, m_now));
        else if (how == QLatin1String("all"))
            QCOMPARE(*one.store.endSessions(m_user.id, {}, endcause::revoked, m_now), 3);
        else if (how == QLatin1String("others"))
            QCOMPARE(*one.store.endSessions(m_user.id, QStringLiteral("s1"), endcause::passwordChanged, m_now), 2);
        else if (how == QLatin1String("sign-out"))
            QVERIFY(one.store.endSessionOfToken(hashOf(tokenOf("s1")), endcause::signedOut, m_now).ok());
        else if (how == QLatin1String("reuse"))
            QVERIFY(one.store.rotate(rotation(1))->kind == RotationOutcome::Kind::Rotated
                    && one.store.rotate(rotation(2))->kind == RotationOutcome::Kind::Reused);
        else if (how == QLatin1String("replaced"))
            QVERIFY(one.store.addCookieSession(session("c2"), "another", m_cookie).ok());
        else
            endFromElsewhere(one, how);
    }

    /// By what is not the sessions' own store.
    void endFromElsewhere(Instance &one, const QString &how)
    {
        if (how == QLatin1String("disabled"))
            QCOMPARE(*one.users.edit(m_user.id, {std::nullopt, std::nullopt, true}, m_now), UserChange::Done);
        else if (how == QLatin1String("removed"))
            QCOMPARE(*one.users.remove(m_user.id), UserChange::Done);
        else if (how == QLatin1String("reset"))
            QVERIFY(*one.care.addMailedCode("code", m_user.id, mailpurpose::resetPassword, m_now, m_now + 60s)
                    && *one.care.resetPassword("code", "new hash", m_now));
        else if (how == QLatin1String("claimed"))
            QVERIFY(*one.handoff.userOf({QStringLiteral("issuer"), QStringLiteral("subject"), QStringLiteral("Ada"), m_user.email, true},
                                        QStringLiteral("u2"), m_now));
        else
            endByCode(one.handoff, how == QLatin1String("codes"));
    }

    void endByCode(HandoffStore &store, bool atOnce)
    {
        QVERIFY(store.addCode({"code", m_user.id, {}, {}, {}, m_now + 60s}).ok());
        QVERIFY(*store.redeem("code", m_now));
        if (!atOnce)
            QVERIFY(*store.noteSession("code", QStringLiteral("s1"), m_now));
        QVERIFY(!*store.redeem("code", m_now));
        if (atOnce)
            QVERIFY(!*store.noteSession("code", QStringLiteral("s1"), m_now));
    }

    const Instant m_now = Instant(1'767'323'045'000ms);
    const std::chrono::seconds m_idle{300};
    const QByteArray m_cookie = hashOf(core::Secret("the cookie"));
    const User m_user{QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada Lovelace"), QStringLiteral("user"), m_now};
    tests::RedisServer m_redis;
    std::unique_ptr<TemporaryStore> m_files;
    std::unique_ptr<Instance> m_first;
    std::unique_ptr<Instance> m_second;
};

} // namespace keyturn::backend

using keyturn::backend::TstSharedStore;
KEYTURN_TEST(TstSharedStore)
#include "tst_sharedstore.moc"
