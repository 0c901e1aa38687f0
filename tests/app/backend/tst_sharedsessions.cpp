// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/opaquetoken.h"
#include "backend/session/sharedsessions.h"
#include "redisquestion.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QTest>

#include <csignal>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

const QByteArray sessionKey("keyturn:sessions:s:s1");
const core::Secret key("the instances' key");
const core::Secret cookie("the-cookie-that-nobody-may-see");

LiveSession live()
{
    const Instant now(1'767'323'045'000ms);
    return {{QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada \u00e9"), QStringLiteral("user"), now},
            {QStringLiteral("s1"),
             QStringLiteral("u1"),
             {QStringLiteral("desk"), QStringLiteral("Agent/1.0"), QStringLiteral("192.0.2.1")},
             now,
             now + 1s,
             now + 2s,
             now + 3s}};
}

bool isLive(const SharedSessions::Found &found)
{
    return found.entry && found.entry->live && found.entry->live->user == live().user && found.entry->live->session == live().session;
}

} // namespace

/// Copies of sessions in Redis: which of them are believed, and what becomes of them when it is not well.
class TstSharedSessions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        std::signal(SIGPIPE, SIG_IGN); // as the program does
        QVERIFY(!m_server.url().isEmpty());
    }

    void init()
    {
        m_client = std::make_unique<RedisClient>(addressOf(m_server.socketUrl()), 1);
        ask(*m_client, {"FLUSHALL"});
        m_sessions = std::make_unique<SharedSessions>(addressOf(m_server.socketUrl()), key, 1);
        const SharedSessions::Found none = m_sessions->find(QStringLiteral("s1"));
        QVERIFY(none.mark && !none.entry);
        m_mark = *none.mark;
    }

    void whatIsPutIsFound()
    {
        m_sessions->put(m_mark, live(), 10s);
        m_sessions->putCookie(m_mark, hashOf(cookie), QStringLiteral("s1"), 10s);
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))));
        QVERIFY(isLive(m_sessions->findByCookie(hashOf(cookie))));
        QVERIFY(!m_sessions->find(QStringLiteral("s2")).entry);
        QVERIFY(!m_sessions->findByCookie(hashOf(core::Secret("another"))).entry);
        m_sessions->putEnded(m_mark, QStringLiteral("s1"));
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry->live);
    }

    void aLifeThatIsOverPutsNothing()
    {
        m_sessions->put(m_mark, live(), 0s);
        m_sessions->putCookie(m_mark, hashOf(cookie), QStringLiteral("s1"), -1s);
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry);
        QCOMPARE(ask(*m_client, {"DBSIZE"}).integer, 0);
    }

    void aPutThatComesLateDoesNotLiveLonger() // its deadline counts from when it was looked for
    {
        m_mark.now -= 59'000;
        m_sessions->put(m_mark, live(), 10min);
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))));
        QVERIFY(ask(*m_client, {"PTTL", sessionKey}).integer <= 1'000);
        m_mark.now -= 1'000;
        m_sessions->put(m_mark, live(), 10min);
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry);
    }

    void whatWasReadBeforeAChangeIsNotBelieved_data()
    {
        QTest::addColumn<QString>("changed");
        QTest::addColumn<bool>("foundById");
        QTest::addColumn<bool>("foundByCookie");
        QTest::newRow("the session") << QStringLiteral("session") << false << false;
        QTest::newRow("the user") << QStringLiteral("user") << false << false;
        QTest::newRow("the cookie") << QStringLiteral("cookie") << true << false;
        QTest::newRow("others'") << QStringLiteral("others") << true << true;
    }

    void whatWasReadBeforeAChangeIsNotBelieved()
    {
        QFETCH(QString, changed);
        change(changed);
        put(); // the late reader
        QTEST(isLive(m_sessions->find(QStringLiteral("s1"))), "foundById");
        QTEST(isLive(m_sessions->findByCookie(hashOf(cookie))), "foundByCookie");
        m_mark = *m_sessions->find(QStringLiteral("s3")).mark;
        put(); // who read after it
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))) && isLive(m_sessions->findByCookie(hashOf(cookie))));
        change(changed);
        QTEST(isLive(m_sessions->find(QStringLiteral("s1"))), "foundById");
        QTEST(isLive(m_sessions->findByCookie(hashOf(cookie))), "foundByCookie");
    }

    void theClockGoesOnWhereTimeGoesBack()
    {
        ask(*m_client, {"SET", "keyturn:sessions:clock", "4000000000000000"}); // a century ahead
        m_mark = *m_sessions->find(QStringLiteral("s1")).mark;
        m_sessions->put(m_mark, live(), 10s);
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))));
        m_sessions->sessionChanged(QStringLiteral("s1"));
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry);
        QCOMPARE(ask(*m_client, {"GET", "keyturn:sessions:clock"}).text, QByteArray("4000000000000001"));
    }

    void aBrokenValueIsAMiss_data()
    {
        const SessionEntry good{QStringLiteral("s1"), "0", std::numeric_limits<qint64>::max() / 2048, live()};
        const auto with = [&](auto change) {
            SessionEntry entry = good;
            change(entry);
            return entry.sealed(key);
        };
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("believed");
        QTest::newRow("a good one") << good.sealed(key) << true;
        QTest::newRow("nothing") << QByteArray("") << false;
        QTest::newRow("a word") << QByteArray("live") << false;
        QTest::newRow("the first parts alone") << QByteArray("0 u1 ") << false;
        QTest::newRow("cut off") << good.sealed(key).chopped(1) << false;
        QTest::newRow("with more behind it") << good.sealed(key) + ' ' << false;
        QTest::newRow("of another session") << with([](SessionEntry &entry) { entry.sessionId = QStringLiteral("s2"); }) << false;
        QTest::newRow("made with another key") << good.sealed(core::Secret("another")) << false;
        QTest::newRow("a role more") << good.sealed(key).replace("\"user\",", "\"admin\",") << false;
        QTest::newRow("a later state of the clock") << QByteArray(good.sealed(key)).replace(0, 1, "9") << false;
        QTest::newRow("of another user") << QByteArray(good.sealed(key)).replace(0, 5, "0 u2 ") << false;
        QTest::newRow("ended, says somebody") << QByteArray(good.sealed(key)).replace(0, 5, "0 - ") << false;
        QTest::newRow("after its deadline") << with([](SessionEntry &entry) { entry.deadline = 1; }) << false;
        QTest::newRow("far too long") << good.sealed(key) + QByteArray(100'000, 'x') << false;
    }

    void aBrokenValueIsAMiss()
    {
        QFETCH(QByteArray, value);
        m_sessions->putCookie(m_mark, hashOf(cookie), QStringLiteral("s1"), 10s);
        ask(*m_client, {"SET", sessionKey, value}); // for ever
        const SharedSessions::Found found = m_sessions->find(QStringLiteral("s1"));
        QTEST(isLive(found), "believed");
        QVERIFY(found.mark && (isLive(found) || !found.entry)); // and a good one may take its place
        QTEST(isLive(m_sessions->findByCookie(hashOf(cookie))), "believed");
    }

    void aCookiesSessionIsNotAnybodysToSay_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("a session") << QByteArray("s1");
        QTest::newRow("a session, and what is no MAC") << QByteArray("s1 x");
        QTest::newRow("another cookie's") << sealedCookie(hashOf(core::Secret("another")), QStringLiteral("s1"), key);
        QTest::newRow("another session's") << sealedCookie(hashOf(cookie), QStringLiteral("s2"), key).replace("s2 ", "s1 ");
    }

    void aCookiesSessionIsNotAnybodysToSay()
    {
        QFETCH(QByteArray, value);
        m_sessions->put(m_mark, live(), 10s);
        ask(*m_client, {"SET", "keyturn:sessions:c:" + hashOf(cookie).toHex(), value});
        const SharedSessions::Found found = m_sessions->findByCookie(hashOf(cookie));
        QVERIFY(found.mark && !found.entry);
    }

    void aKeyOfAnotherKindIsAMiss()
    {
        ask(*m_client, {"LPUSH", sessionKey, "x"});
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry);
        ask(*m_client, {"SET", "keyturn:sessions:clock", "x"});
        QVERIFY(!m_sessions->find(QStringLiteral("s2")).mark);
    }

    void whatStandsThereIsNoSecretAndGoesByItself()
    {
        put();
        change(QStringLiteral("session"));
        change(QStringLiteral("user"));
        change(QStringLiteral("cookie"));
        const QList<RedisReply> keys = ask(*m_client, {"KEYS", "*"}).items;
        QCOMPARE(keys.size(), 6);
        for (const RedisReply &each : keys) {
            QVERIFY2(each.text.startsWith("keyturn:sessions:"), each.text.constData());
            const qint64 left = ask(*m_client, {"PTTL", each.text}).integer;
            QVERIFY2(each.text.endsWith(":clock") ? left == -1 : left > 0 && left <= 120'000, each.text.constData());
            const QByteArray all = each.text + ask(*m_client, {"GET", each.text}).text;
            QVERIFY(!all.contains(cookie.reveal().toByteArray()) && !all.contains(key.reveal().toByteArray()));
        }
    }

    void aFenceStandsLongerThanACopy()
    {
        m_sessions->userChanged(QStringLiteral("u1"));
        QVERIFY(ask(*m_client, {"PTTL", "keyturn:sessions:fence:u:u1"}).integer > 61'000);
    }

    void oneThatHangsIsNotWaitedForAgainAndAgain()
    {
        m_sessions->put(m_mark, live(), 50s);
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))));
        ::kill(static_cast<pid_t>(m_server.pid()), SIGSTOP);
        int asked = 0;
        for (int i = 0; i < 20; ++i)
            asked += m_sessions->find(QStringLiteral("s1")).mark ? 1 : 0;
        m_sessions->sessionChanged(QStringLiteral("s1"));
        const bool told = m_sessions->isAllTold();
        ::kill(static_cast<pid_t>(m_server.pid()), SIGCONT);
        QCOMPARE(asked, 0);
        QVERIFY(!told);
        QTRY_VERIFY(m_sessions->find(QStringLiteral("s1")).mark); // it goes by it again,
        QVERIFY(m_sessions->isAllTold()); // not before the change has been told there,
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry); // and the copy, which is there still, is not believed
        QVERIFY(ask(*m_client, {"EXISTS", sessionKey}).integer == 1);
    }

    void whatItDoesNotTakeIsOwed()
    {
        m_sessions->put(m_mark, live(), 50s);
        QVERIFY(isLive(m_sessions->find(QStringLiteral("s1"))));
        ask(*m_client, {"CONFIG", "SET", "maxmemory", "1"});
        m_sessions->userChanged(QStringLiteral("u1"));
        const bool told = m_sessions->isAllTold();
        const bool believed = m_sessions->find(QStringLiteral("s1")).entry.has_value();
        ask(*m_client, {"CONFIG", "SET", "maxmemory", "0"});
        QVERIFY(!told);
        QVERIFY(!believed);
        QTRY_VERIFY(m_sessions->find(QStringLiteral("s1")).mark);
        QVERIFY(!m_sessions->find(QStringLiteral("s1")).entry);
    }

    void oneThatTakesNothingIsNotAskedEither()
    {
        ask(*m_client, {"CONFIG", "SET", "maxmemory", "1"});
        put();
        QTRY_VERIFY(!m_sessions->find(QStringLiteral("s1")).mark);
        ask(*m_client, {"CONFIG", "SET", "maxmemory", "0"});
        QTRY_VERIFY(m_sessions->find(QStringLiteral("s1")).mark);
    }

    void fewRightsAreEnough()
    {
        ask(*m_client, QByteArray("ACL SETUSER keyturn on >turnkey ~keyturn:* -@all +eval +time +get +mget +set").split(' '));
        SharedSessions sessions(addressOf(m_server.url().replace(QLatin1String("//"), QLatin1String("//keyturn:turnkey@"))), key, 1);
        const auto none = sessions.find(QStringLiteral("s1"));
        QVERIFY(none.mark);
        sessions.put(*none.mark, live(), 10s);
        QVERIFY(isLive(sessions.find(QStringLiteral("s1"))));
        sessions.userChanged(QStringLiteral("u1"));
        QVERIFY(sessions.isAllTold());
        QVERIFY(!sessions.find(QStringLiteral("s1")).entry);
    }

private:
    void put()
    {
        m_sessions->put(m_mark, live(), 10s);
        m_sessions->putCookie(m_mark, hashOf(cookie), QStringLiteral("s1"), 10s);
    }
    void change(const QString &what)
    {
        if (what == QLatin1String("session"))
            m_sessions->sessionChanged(QStringLiteral("s1"));
        else if (what == QLatin1String("user"))
            m_sessions->userChanged(QStringLiteral("u1"));
        else if (what == QLatin1String("cookie"))
            m_sessions->cookieChanged(hashOf(cookie));
        else
            m_sessions->userChanged(QStringLiteral("u2"));
    }

    tests::RedisServer m_server;
    std::unique_ptr<RedisClient> m_client;
    std::unique_ptr<SharedSessions> m_sessions;
    SharedSessions::Mark m_mark;
};

} // namespace keyturn::backend

using keyturn::backend::TstSharedSessions;
KEYTURN_TEST(TstSharedSessions)
#include "tst_sharedsessions.moc"
