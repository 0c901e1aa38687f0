// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/carestore.h"
#include "backend/care/emailchangestore.h"

#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

namespace keyturn::backend {

using namespace std::chrono_literals;
using Begun = EmailChangeStore::Begun;
using Kind = EmailChangeStore::Confirmed::Kind;

/// Addresses that wait for a code, and how often one may be tried.
class TstEmailChangeStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<TemporaryStore>();
        m_changes = std::make_unique<EmailChangeStore>(*m_temporary->database);
        for (const char *name : {"ada", "eve"})
            QVERIFY(m_temporary->store->addUser(user(QLatin1String(name)), "hash").ok());
    }

    void theRightCodeChangesAndConfirmsTheAddress()
    {
        CareStore care(*m_temporary->database);
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
        QVERIFY(!*care.isVerified(QStringLiteral("ada")));
        const auto confirmed = confirm("code", "ada");
        QCOMPARE(confirmed.kind, Kind::Changed);
        QCOMPARE(confirmed.user.email, QStringLiteral("new@example.com"));
        QCOMPARE(confirmed.user.name, QStringLiteral("ada"));
        QCOMPARE(confirmed.before, QStringLiteral("ada@example.com"));
        QVERIFY(*care.isVerified(QStringLiteral("ada")));
        QCOMPARE((*care.userOf(QStringLiteral("new@example.com")))->id, QStringLiteral("ada"));
        QVERIFY(!*care.userOf(QStringLiteral("ada@example.com")));
        QCOMPARE(confirm("code", "ada").kind, Kind::WrongCode);
    }

    void itRunsOut()
    {
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
        QCOMPARE(confirm("code", "ada", m_now + 30min).kind, Kind::WrongCode);
        QCOMPARE(confirm("code", "ada", m_now + 29min).kind, Kind::Changed);
    }

    void theFifthTryMayBeRightTheSixthMayNot_data()
    {
        QTest::addColumn<int>("wrong");
        QTest::addColumn<bool>("changes");
        QTest::newRow("fifth") << 4 << true;
        QTest::newRow("sixth") << 5 << false;
    }

    void theFifthTryMayBeRightTheSixthMayNot()
    {
        QFETCH(int, wrong);
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
        for (int i = 0; i < wrong; ++i)
            QCOMPARE(confirm("guess", "ada").kind, Kind::WrongCode);
        QTEST(confirm("code", "ada").kind == Kind::Changed, "changes");
    }

    void somebodyElsesTryTakesNone()
    {
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
        QCOMPARE(begin("hers", "eve", "eves@example.com"), Begun::Waits);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(confirm("code", "eve").kind, Kind::WrongCode);
        QCOMPARE(confirm("code", "ada").kind, Kind::Changed);
    }

    void onlySomeMayBeAskedForAtATime()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(begin(QByteArray::number(i), "ada", "new" + QByteArray::number(i) + "@example.com"), Begun::Waits);
        QCOMPARE(begin("sixth", "ada", "new@example.com"), Begun::TooMany);
        QCOMPARE(confirm("4", "ada").kind, Kind::Changed); // what waited does so on
        QCOMPARE(begin("later", "ada", "new@example.com", m_now + 31min), Begun::Waits);
    }

    void oneMailboxGetsOnlySome()
    {
        for (int i = 0; i < 5; ++i) {
            const QByteArray name = "person" + QByteArray::number(i);
            QVERIFY(m_temporary->store->addUser(user(QString::fromLatin1(name)), "hash").ok());
            QCOMPARE(begin(name, name, "victim@example.com"), Begun::Waits);
        }
        QCOMPARE(begin("code", "ada", "victim@example.com"), Begun::WaitsUnmailed);
        QCOMPARE(begin("code-2", "ada", "another@example.com"), Begun::Waits);
    }

    void anAddressGoesToOneOfManyWhoConfirmItAtOnce()
    {
        QCOMPARE(begin("a", "ada", "new@example.com"), Begun::Waits);
        QCOMPARE(begin("e", "eve", "new@example.com"), Begun::Waits);
        std::atomic<int> changed = 0;
        std::atomic<int> taken = 0;
        std::vector<std::thread> threads;
        for (const char *who : {"ada", "eve"})
            threads.emplace_back([&, who] {
                const Kind kind = confirm(QByteArray(who).left(1), who).kind;
                changed += kind == Kind::Changed;
                taken += kind == Kind::Taken;
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(changed.load(), 1);
        QCOMPARE(taken.load(), 1);
    }

    void whatIsTakenBackOrOvertakenByAPasswordWaitsNoMore()
    {
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
        QVERIFY(m_changes->cancel(QStringLiteral("eve")).ok());
        QVERIFY(m_changes->cancel(QStringLiteral("ada")).ok());
        QCOMPARE(confirm("code", "ada").kind, Kind::WrongCode);
        QCOMPARE(begin("again", "ada", "new@example.com"), Begun::Waits);
        QVERIFY(CareStore(*m_temporary->database).setPassword(QStringLiteral("ada"), "hash-2").ok());
        QCOMPARE(confirm("again", "ada").kind, Kind::WrongCode);
    }

    void whatIsOldIsForgotten()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(begin(QByteArray::number(i), "ada", "new@example.com"), Begun::Waits);
        QVERIFY(m_changes->purge(m_now + 29min).ok());
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::TooMany);
        QVERIFY(m_changes->purge(m_now + 31min).ok());
        QCOMPARE(begin("code", "ada", "new@example.com"), Begun::Waits);
    }

private:
    [[nodiscard]] User user(const QString &name) const { return {name, name + QLatin1String("@example.com"), name, QStringLiteral("user"), m_now}; }
    [[nodiscard]] Begun begin(const QByteArray &code, const QByteArray &who, const QByteArray &email, std::optional<Instant> at = {})
    {
        const Instant now = at.value_or(m_now);
        return m_changes->begin({code, QString::fromLatin1(who), QString::fromLatin1(email), now + 30min}, now).value();
    }
    [[nodiscard]] EmailChangeStore::Confirmed confirm(const QByteArray &code, const char *who, std::optional<Instant> at = {})
    {
        return m_changes->confirm(QString::fromLatin1(who), code, at.value_or(m_now)).value();
    }

    std::unique_ptr<TemporaryStore> m_temporary;
    std::unique_ptr<EmailChangeStore> m_changes;
    const Instant m_now{1'000'000s};
};

} // namespace keyturn::backend

using keyturn::backend::TstEmailChangeStore;
KEYTURN_TEST(TstEmailChangeStore)
#include "tst_emailchangestore.moc"
