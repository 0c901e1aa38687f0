// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/requeststore.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::console {

using namespace std::chrono_literals;

namespace {

/// A process that keeps its requests in a folder that others have too.
struct Rig {
    explicit Rig(const QTemporaryDir &folder) : path(folder.filePath(QStringLiteral("state/requests.sqlite"))), store(clock, path)
    {
        store.setKeeping(true);
    }
    template <class T> core::Result<T> wait(core::Async<T> answer)
    {
        return QTest::qWaitFor([&answer] { return answer.isFinished(); }, 30'000)
            ? answer.result()
            : core::Result<T>(core::Error{core::ErrorKind::Offline, QStringLiteral("never_answered"), {}});
    }
    void send(const Draft &draft, const QString &account = QStringLiteral("ada"))
    {
        clock.advance(1s);
        Answer answer;
        answer.startedAt = clock.now();
        answer.status = 200;
        answer.bodyBytes = 7;
        answer.timing.total = 12ms;
        store.remember(account, draft, answer);
    }
    QList<PastRequest> past(const QString &account = {}, int limit = mostPastRequests)
    {
        const auto found = wait(store.past(account, limit));
        return found.ok() ? *found : QList<PastRequest>();
    }
    /// Everything that lies in the folder.
    [[nodiscard]] QByteArray onDisk() const
    {
        QByteArray all;
        for (const char *suffix : {"", "-wal"}) {
            QFile file(path + QLatin1String(suffix));
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

    tests::FakeClock clock;
    QString path;
    RequestStore store;
};

Draft secret()
{
    Draft draft;
    draft.method = "POST";
    draft.address = QStringLiteral("https://x.example/in?api_key=CANARY&page=7");
    draft.headers = {{"X-Api-Key", "CANARY"}, {"Authorization", "Bearer CANARY"}, {"Cookie", "sid=CANARY"}};
    draft.kind = BodyKind::Text;
    draft.text = "{\"user\":\"ada\",\"password\":\"CANARY\",\"deep\":[{\"refresh_token\":\"CANARY\"}]}";
    return draft;
}

Draft plain(int number)
{
    Draft draft;
    draft.address = QStringLiteral("/page/%1").arg(number);
    draft.kind = BodyKind::Multipart;
    draft.fields = {{QStringLiteral("a"), QStringLiteral("b"), false}, {QStringLiteral("f"), QStringLiteral("/p.png"), true}};
    return draft;
}

} // namespace

class TstRequestStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anotherProcessSeesWhatWasSent()
    {
        const QTemporaryDir folder;
        Rig one(folder);
        one.send(plain(1));
        one.send(plain(2), QStringLiteral("bob"));
        QCOMPARE(one.past().size(), 2);
        Rig two(folder);
        const QList<PastRequest> all = two.past();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0].draft, plain(2)); // newest first
        QCOMPARE(all[0].status, 200);
        QCOMPARE(all[0].duration, 12ms);
        QCOMPARE(all[0].bodyBytes, 7);
        QCOMPARE(all[1].at, one.past()[1].at);
        QCOMPARE(two.past(QStringLiteral("ada")).size(), 1);
        QCOMPARE(two.past({}, 1).size(), 1);
    }

    void noSecretComesToTheDisk()
    {
        const QTemporaryDir folder;
        Rig one(folder);
        one.send(secret());
        QVERIFY(one.wait(one.store.save(QStringLiteral("sign-in"), secret())).ok());
        QCOMPARE(one.past().first().draft, secret()); // in memory it is whole
        QCOMPARE(one.wait(one.store.saved(QStringLiteral("sign-in")))->draft, secret());
        QVERIFY(one.onDisk().contains("x.example"));
        QVERIFY(!one.onDisk().contains("CANARY"));
        Rig two(folder);
        const Draft kept = two.past().first().draft;
        QCOMPARE(blanksOf(kept).size(), 3); // address, header, body; credentials are the account's own
        QCOMPARE(prepare(kept, {}).error().code, QStringLiteral("body_blank"));
        QVERIFY(hasBlanks(two.wait(two.store.saved(QStringLiteral("sign-in")))->draft));
    }

    void nothingIsKeptUnlessItIsWanted()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        rig.store.setKeeping(false);
        rig.send(plain(1));
        QCOMPARE(rig.past().size(), 1); // of this process
        QVERIFY(!QFile::exists(rig.path));
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("a"), plain(2))).ok()); // somebody asked for it
        QCOMPARE(Rig(folder).past().size(), 0);
        Rig two(folder);
        QCOMPARE(two.wait(two.store.saved(QStringLiteral("a")))->draft, plain(2));
    }

    void oldestGo()
    {
        const QTemporaryDir folder;
        Rig one(folder);
        for (int i = 0; i < mostPastRequests + 30; ++i)
            one.send(plain(i));
        QCOMPARE(one.past({}, 10'000).size(), mostPastRequests);
        Rig two(folder);
        const QList<PastRequest> kept = two.past({}, 10'000);
        QCOMPARE(kept.size(), mostPastRequests);
        QCOMPARE(kept.first().draft, plain(mostPastRequests + 29));
    }

    void whatWasForgottenTakesNoRoom()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        rig.store.setKeeping(false);
        Draft large = plain(0);
        large.fields[0].value = QString(7 * 1024 * 1024, u'a');
        for (int i = 0; i < 4; ++i)
            rig.send(large);
        QCOMPARE(rig.past().size(), 2); // fields count
        QVERIFY(rig.wait(rig.store.forget({})).ok());
        for (int i = 0; i < 2; ++i)
            rig.send(large);
        QCOMPARE(rig.past().size(), 2);
    }

    void whatWasUnderWayWhenAllWasForgottenIsForgottenToo()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        Answer late;
        late.startedAt = rig.clock.now();
        late.status = 200;
        rig.clock.advance(1s);
        QVERIFY(rig.wait(rig.store.forget(QStringLiteral("ada"))).ok());
        rig.store.remember(QStringLiteral("ada"), plain(1), late);
        QCOMPARE(rig.past().size(), 0);
        rig.store.remember(QStringLiteral("bob"), plain(1), late);
        QCOMPARE(rig.past().size(), 1);
    }

    void aNameHoldsNoSecretEither()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("GET /me?api_key=CANARY"), plain(1))).ok());
        QVERIFY(!rig.onDisk().contains("CANARY"));
    }

    void largestAreBounded()
    {
        const QTemporaryDir folder;
        Rig one(folder);
        Draft large = plain(0);
        large.fields = QList<FormField>(17, {QStringLiteral("a"), QString(60'000, u' '), false}); // longer ones are taken for secrets
        for (int i = 0; i < 25; ++i)
            one.send(large);
        Rig two(folder);
        (void)one.past(); // all is on disk
        const qsizetype kept = two.past().size();
        QVERIFY(kept > 0 && kept <= 20);
    }

    void whatIsForgottenIsGone()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        rig.send(plain(77'777));
        rig.send(plain(2), QStringLiteral("bob"));
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("a"), plain(3))).ok());
        QVERIFY(rig.onDisk().contains("77777"));
        QVERIFY(rig.wait(rig.store.forget(QStringLiteral("ada"))).ok());
        QCOMPARE(rig.past().size(), 1);
        QVERIFY(!rig.onDisk().contains("77777"));
        QVERIFY(rig.wait(rig.store.forget({})).ok());
        QVERIFY(rig.past().isEmpty());
        QCOMPARE(rig.wait(rig.store.saved())->size(), 1);
    }

    void savedOnesAreByName()
    {
        const QTemporaryDir folder;
        Rig rig(folder);
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("b"), plain(1))).ok());
        rig.clock.advance(1s);
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("b"), plain(2))).ok());
        QVERIFY(rig.wait(rig.store.save(QStringLiteral("A"), plain(3))).ok());
        const auto all = rig.wait(rig.store.saved());
        QCOMPARE(all->size(), 2);
        QCOMPARE(all->at(0).name, QStringLiteral("A"));
        QCOMPARE(all->at(1).draft, plain(2));
        QVERIFY(rig.wait(rig.store.removeSaved(QStringLiteral("b"))).ok());
        QCOMPARE(rig.wait(rig.store.saved(QStringLiteral("b"))).error().code, QStringLiteral("saved_unknown"));
        for (const QString &name : {QString(), QStringLiteral("  "), QStringLiteral("a\nb"), QString(201, u'a')})
            QCOMPARE(rig.wait(rig.store.save(name, plain(1))).error().code, QStringLiteral("name_invalid"));
    }

    void brokenFileIsSetAside()
    {
        const QTemporaryDir folder;
        {
            Rig rig(folder);
            rig.send(plain(1));
        }
        QFile file(folder.filePath(QStringLiteral("state/requests.sqlite")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4096, '\x07'));
        file.close();
        Rig rig(folder);
        rig.send(plain(2));
        QCOMPARE(rig.past().size(), 1);
        QCOMPARE(Rig(folder).past().size(), 1);
    }
};

KEYTURN_TEST(TstRequestStore)

} // namespace keyturn::console

#include "tst_requeststore.moc"
