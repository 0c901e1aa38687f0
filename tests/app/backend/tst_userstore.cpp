// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/userstore.h"

#include "backend/opaquetoken.h"
#include "support/registry.h"
#include "temporarystore.h"

#include <QTest>

#include <future>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// What administrators do to people, and that one of them always stays.
class TstUserStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_files = std::make_unique<TemporaryStore>();
        m_users = std::make_unique<UserStore>(*m_files->database);
        add("u1", "user");
        add("u2", "admin");
    }

    void aUserIsFoundByIdAndAddress()
    {
        const auto byId = *m_users->find(QStringLiteral("u2"));
        QVERIFY(byId);
        QCOMPARE(byId->user.role, QStringLiteral("admin"));
        QVERIFY(!byId->disabledAt && !byId->emailVerified);
        QCOMPARE(*m_users->findByEmail(QStringLiteral("u2@example.com")), byId);
        QVERIFY(!*m_users->find(QStringLiteral("u3")));
    }

    void pagesHoldEachUserOnceAlthoughTheyCameAtOneTime()
    {
        for (const char *id : {"u3", "u4", "u5"})
            add(id, "user");
        QStringList seen;
        Page page{std::nullopt, 2};
        do {
            const auto some = m_users->list(page);
            for (const UserRecord &record : some->items)
                seen.append(record.user.id);
            page.after = some->next;
            if (seen.size() == 2)
                QCOMPARE(*m_users->remove(QStringLiteral("u2")), UserChange::LastAdmin); // what does not happen shifts nothing
            if (seen.size() == 4)
                QCOMPARE(*m_users->remove(QStringLiteral("u4")), UserChange::Done); // the next page begins behind one who is gone
        } while (page.after);
        QCOMPARE(seen.join(u' '), QStringLiteral("u1 u2 u3 u4 u5"));
    }

    void whoIsDisabledIsOutAtOnce()
    {
        QVERIFY(addSession("s1").ok());
        QCOMPARE(*edit("u1", {{}, {}, true}), UserChange::Done);
        QVERIFY(!*m_files->store->useSession(QStringLiteral("s1"), m_now + 1s));
        QCOMPARE(addSession("s2").error().code, QStringLiteral("account_disabled"));
        QVERIFY((*m_files->store->passwordOf(QStringLiteral("u1@example.com")))->disabled);
        QCOMPARE((*m_users->find(QStringLiteral("u1")))->disabledAt, std::optional(m_now));
        QCOMPARE(*m_users->edit(QStringLiteral("u1"), {{}, {}, true}, m_now + 5s), UserChange::Done);
        QCOMPARE((*m_users->find(QStringLiteral("u1")))->disabledAt, std::optional(m_now)); // since the first time
        QCOMPARE(*edit("u1", {{}, {}, false}), UserChange::Done);
        QVERIFY(addSession("s3").ok());
        QVERIFY(!*m_files->store->useSession(QStringLiteral("s1"), m_now + 1s)); // what ended stays ended
    }

    void whoIsRemovedTakesEverythingAlong()
    {
        QVERIFY(addSession("s1").ok());
        QCOMPARE(*m_users->remove(QStringLiteral("u1")), UserChange::Done);
        QVERIFY(!*m_users->find(QStringLiteral("u1")));
        QVERIFY(!*m_files->store->useSession(QStringLiteral("s1"), m_now));
        QCOMPARE(*m_users->remove(QStringLiteral("u1")), UserChange::NoSuchUser);
        QCOMPARE(*edit("u1", {}), UserChange::NoSuchUser);
    }

    void theLastAdministratorStays_data()
    {
        QTest::addColumn<bool>("anotherActive");
        QTest::addColumn<bool>("anotherDisabled");
        QTest::newRow("alone") << false << false;
        QTest::newRow("beside one who is disabled") << false << true;
        QTest::newRow("beside another") << true << false;
    }

    void theLastAdministratorStays()
    {
        QFETCH(bool, anotherActive);
        QFETCH(bool, anotherDisabled);
        if (anotherActive || anotherDisabled)
            add("u3", "admin");
        if (anotherDisabled)
            QCOMPARE(*edit("u3", {{}, {}, true}), UserChange::Done);
        const UserChange expected = anotherActive ? UserChange::Done : UserChange::LastAdmin;
        QCOMPARE(*edit("u2", {{}, QStringLiteral("user"), {}}), expected);
        QCOMPARE(*edit("u2", {{}, QStringLiteral("admin"), {}}), UserChange::Done);
        QCOMPARE(*edit("u2", {{}, {}, true}), expected);
        QCOMPARE(*edit("u2", {{}, {}, false}), UserChange::Done);
        QCOMPARE(*m_users->remove(QStringLiteral("u2")), expected);
    }

    void administratorsWhoRemoveEachOtherDoNotBothSucceed()
    {
        for (int round = 0; round < 10; ++round) {
            init();
            add("u3", "admin");
            auto one = std::async(std::launch::async, [this] { return m_users->remove(QStringLiteral("u2")); });
            auto other = std::async(std::launch::async, [this] { return m_users->remove(QStringLiteral("u3")); });
            QVERIFY((*one.get() == UserChange::LastAdmin) != (*other.get() == UserChange::LastAdmin));
        }
    }

private:
    void add(const char *id, const char *role)
    {
        const QString name = QString::fromLatin1(id);
        QVERIFY(m_files->store->addUser({name, name + QLatin1String("@example.com"), name, QString::fromLatin1(role), m_now}, "hash").ok());
    }
    core::Result<UserChange> edit(const char *id, const UserEdit &edit) { return m_users->edit(QString::fromLatin1(id), edit, m_now); }
    core::Result<void> addSession(const char *id)
    {
        const Session session{QString::fromLatin1(id), QStringLiteral("u1"), {}, m_now, m_now, m_now + 1h, m_now + 2h};
        return m_files->store->addSession(session, hashOf(newOpaqueToken(m_random)));
    }

    std::unique_ptr<TemporaryStore> m_files;
    std::unique_ptr<UserStore> m_users;
    core::SystemRandom m_random;
    const Instant m_now{1'700'000'000'000ms};
};

} // namespace keyturn::backend

using keyturn::backend::TstUserStore;
KEYTURN_TEST(TstUserStore)
#include "tst_userstore.moc"
