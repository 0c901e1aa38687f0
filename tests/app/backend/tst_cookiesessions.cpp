// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// Sessions behind a cookie, in the store. The clock of these tests is a number: every verb takes its time from the caller.
class TstCookieSessions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aSessionIsFoundByItsCookie();
    void itsEndMovesWithItsUse_data();
    void itsEndMovesWithItsUse();
    void noUseReachesBeyondTheAbsoluteEnd();
    void unusedItIsOver();
    void aShortLifeMovesAsWell();
    void anEndedOneIsNotFound();
    void theOneBeforeIsReplaced();
    void aReplacementThatFailsReplacesNothing();
    void whatIsOverIsForgottenWithItsCookie();

private:
    [[nodiscard]] Session session(const char *id) const
    {
        return {QLatin1String(id), m_user.id,    {QStringLiteral("laptop"), QStringLiteral("agent"), QStringLiteral("127.0.0.1")}, m_now, m_now,
                m_now + m_idle,    m_now + m_ttl};
    }
    [[nodiscard]] bool isAlive(const QByteArray &cookie, Instant at)
    {
        const auto live = m_store->useCookie(cookie, at, m_idle);
        return live.ok() && live->has_value();
    }
    [[nodiscard]] Session stored(const char *id)
    {
        const auto all = (*m_store->sessionsOf(m_user.id, m_now, {std::nullopt, 100})).items;
        for (const Session &one : all) {
            if (one.id == QLatin1String(id))
                return one;
        }
        return {};
    }

    const Instant m_now{1'700'000'000'000ms};
    const std::chrono::seconds m_idle = 24h;
    const std::chrono::seconds m_ttl = 7 * 24h;
    const User m_user{QStringLiteral("u1"), QStringLiteral("ada@example.com"), QStringLiteral("Ada"), QStringLiteral("user"), m_now};
    std::unique_ptr<TemporaryStore> m_files;
    SqlStore *m_store = nullptr;
};

void TstCookieSessions::init()
{
    m_files = std::make_unique<TemporaryStore>();
    m_store = m_files->store.get();
    QVERIFY(m_store->addUser(m_user, "hash").ok());
    QVERIFY(m_store->addCookieSession(session("s1"), "cookie 1", "nothing").ok());
}

void TstCookieSessions::aSessionIsFoundByItsCookie()
{
    const auto live = m_store->useCookie("cookie 1", m_now + 1s, m_idle);
    QVERIFY(live.ok() && *live);
    QCOMPARE((*live)->user, m_user);
    QCOMPARE((*live)->session, session("s1"));
    QVERIFY(!isAlive("another", m_now));
    QVERIFY(!isAlive("", m_now));
}

void TstCookieSessions::itsEndMovesWithItsUse_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("noted");
    QTest::newRow("at once") << 0 << false;
    QTest::newRow("within a minute") << 59 << false; // a read must not cost a write each time
    QTest::newRow("after a minute") << 60 << true;
    QTest::newRow("just before its end") << 24 * 3600 - 1 << true;
}

void TstCookieSessions::itsEndMovesWithItsUse()
{
    QFETCH(const int, seconds);
    QFETCH(const bool, noted);
    const Instant used = m_now + std::chrono::seconds(seconds);
    const auto live = m_store->useCookie("cookie 1", used, m_idle);
    QVERIFY(live.ok() && *live);
    QCOMPARE((*live)->session.expiresAt, noted ? used + m_idle : m_now + m_idle);
    QCOMPARE(stored("s1"), (*live)->session);
    QCOMPARE(stored("s1").lastUsedAt, noted ? used : m_now);
}

void TstCookieSessions::noUseReachesBeyondTheAbsoluteEnd()
{
    for (std::chrono::hours hour = 0h; hour < m_ttl; hour += 12h)
        QVERIFY(isAlive("cookie 1", m_now + hour));
    QCOMPARE(stored("s1").expiresAt, m_now + m_ttl);
    QVERIFY(isAlive("cookie 1", m_now + m_ttl - 1ms));
    QVERIFY(!isAlive("cookie 1", m_now + m_ttl));
}

void TstCookieSessions::unusedItIsOver()
{
    QVERIFY(!isAlive("cookie 1", m_now + m_idle));
    QVERIFY(m_store->sessionsOf(m_user.id, m_now + m_idle, {std::nullopt, 100})->items.isEmpty());
}

void TstCookieSessions::aShortLifeMovesAsWell()
{
    const auto live = m_store->useCookie("cookie 1", m_now + 5s, 10s);
    QVERIFY(live.ok() && *live);
    QCOMPARE((*live)->session.expiresAt, m_now + 15s);
}

void TstCookieSessions::anEndedOneIsNotFound()
{
    QVERIFY(*m_store->endSession(m_user.id, QStringLiteral("s1"), endcause::revoked, m_now + 1s));
    QVERIFY(!isAlive("cookie 1", m_now + 1s));
    QVERIFY(!isAlive("cookie 1", m_now + 2min)); // and no use brings it back
}

void TstCookieSessions::theOneBeforeIsReplaced()
{
    QVERIFY(m_store->addCookieSession(session("s2"), "cookie 2", "cookie 1").ok());
    QVERIFY(!isAlive("cookie 1", m_now));
    QVERIFY(isAlive("cookie 2", m_now));
    const QString cause = *m_files->database->read([](SqlConnection &sql) -> core::Result<QString> {
        SqlStatement row = sql.run("SELECT end_cause FROM sessions WHERE id = ?", QStringLiteral("s1"));
        return row.next() ? row.text(0) : QString();
    });
    QCOMPARE(cause, QString::fromLatin1(endcause::replaced));
}

void TstCookieSessions::aReplacementThatFailsReplacesNothing()
{
    QVERIFY(!m_store->addCookieSession(session("s1"), "cookie 2", "cookie 1").ok()); // the id is taken
    QVERIFY(isAlive("cookie 1", m_now));
    QVERIFY(!isAlive("cookie 2", m_now));
}

void TstCookieSessions::whatIsOverIsForgottenWithItsCookie()
{
    QVERIFY(m_store->purge(m_now + m_idle + 1ms).ok());
    const int left = *m_files->database->read([](SqlConnection &sql) -> core::Result<int> {
        SqlStatement row = sql.run("SELECT COUNT(*) FROM session_cookies");
        return row.next() ? row.text(0).toInt() : -1;
    });
    QCOMPARE(left, 0);
}

} // namespace keyturn::backend

using keyturn::backend::TstCookieSessions;
KEYTURN_TEST(TstCookieSessions)
#include "tst_cookiesessions.moc"
