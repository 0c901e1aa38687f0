// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/fakeclock.h"
#include "support/registry.h"
#include "trace/tracestore.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::trace {

using namespace std::chrono_literals;

namespace {

/// A process that records into a folder that others have too.
struct Rig {
    explicit Rig(const QTemporaryDir &folder, const QString &run = QStringLiteral("one"))
        : path(folder.filePath(QStringLiteral("state/trace.sqlite"))), store(clock, path, run)
    {
        store.follow(log);
        store.setKeeping(true);
    }
    void send(const QByteArray &body = {}, const QString &purpose = QStringLiteral("refresh"))
    {
        net::HttpRequest request;
        request.url = QUrl(QStringLiteral("https://a.example/x"));
        request.purpose = purpose;
        request.headers = {{"Content-Type", "application/json"}};
        request.body = core::Secret(body);
        net::HttpResponse response;
        response.status = 200;
        log.record(request, response, clock.now(), 1ms);
    }
    /// Those that fit; none where they cannot be read.
    [[nodiscard]] QList<Kept> kept(const Filter &filter = {}, qsizetype limit = 10'000, qint64 after = 0)
    {
        const core::Async<QList<Kept>> answer = store.entries(filter, limit, after);
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, 30'000) || !answer.result().ok())
            return {};
        return *answer.result();
    }
    [[nodiscard]] bool clear(const QString &account)
    {
        const core::Async<void> answer = store.clear(account);
        return QTest::qWaitFor([&answer] { return answer.isFinished(); }) && answer.result().ok();
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
    net::ExchangeLog log;
    QString path;
    TraceStore store;
};

} // namespace

class TstTraceStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anotherProcessSeesWhatOneHasSent();
    void nothingIsWrittenUnlessItIsWanted();
    void whoseItIsIsLearntLater();
    void whatIsTooOldGoes();
    void noMoreThanSoManyAreKept();
    void noMoreThanSoMuchIsKept();
    void theNewestAreGivenAndThoseAfterOne();
    void whatIsClearedCannotBeRead();
    void aBrokenFileIsReplaced();
};

void TstTraceStore::anotherProcessSeesWhatOneHasSent()
{
    const QTemporaryDir folder;
    Rig one(folder);
    one.send(R"({"refresh_token":"s3cr3t","page":2})");
    QCOMPARE(one.kept().size(), 1);
    Rig other(folder, QStringLiteral("other"));
    const QList<Kept> kept = other.kept();
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.first().run, QStringLiteral("one"));
    QCOMPARE(kept.first().exchange.requestBody, one.log.exchanges().first().requestBody);
    QVERIFY(!one.onDisk().contains("s3cr3t"));
    QVERIFY(one.onDisk().contains("\"page\\\":2"));
    QCOMPARE(QFileInfo(one.path).permissions() & QFileDevice::Permissions(0x0077), QFileDevice::Permissions());
}

void TstTraceStore::nothingIsWrittenUnlessItIsWanted()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    rig.store.setKeeping(false);
    rig.send();
    QVERIFY(rig.kept().isEmpty());
    QVERIFY(!QFile::exists(rig.path));
    rig.store.setKeeping(true);
    rig.send();
    QCOMPARE(rig.kept().size(), 1);
}

void TstTraceStore::whoseItIsIsLearntLater()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    rig.send();
    rig.send({}, QStringLiteral("sessions"));
    QCOMPARE(rig.kept().size(), 2);
    Rig other(folder, QStringLiteral("other"));
    other.send(); // with the same number
    QCOMPARE(other.kept().size(), 3);
    rig.log.attribute(QStringLiteral("ada"), 0, [](const net::Exchange &exchange) { return exchange.purpose == QLatin1String("refresh"); });
    const QList<Kept> kept = rig.kept(Filter{QStringLiteral("ada")});
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.first().run, QStringLiteral("one"));
    QCOMPARE(kept.first().exchange.purpose, QStringLiteral("refresh"));
}

void TstTraceStore::whatIsTooOldGoes()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    rig.send(R"({"marked":"old-one"})");
    QCOMPARE(rig.kept().size(), 1);
    rig.clock.advance(std::chrono::hours(7 * 24) + 1s);
    QVERIFY(rig.kept().isEmpty()); // though it lies there still
    rig.send();
    QCOMPARE(rig.kept().size(), 1);
    QVERIFY(rig.clear(QStringLiteral("nobody"))); // which empties the journal
    QVERIFY(!rig.onDisk().contains("old-one"));
}

void TstTraceStore::noMoreThanSoManyAreKept()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    for (int i = 0; i < mostKeptEntries + 20; ++i)
        rig.send();
    const QList<Kept> kept = rig.kept();
    QCOMPARE(kept.size(), qsizetype(mostKeptEntries));
    QCOMPARE(kept.last().exchange.number, quint64(mostKeptEntries + 20));
}

void TstTraceStore::noMoreThanSoMuchIsKept()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    const QByteArray body = "{\"a\":\"" + QByteArray("long ").repeated(12'000) + "\"}"; // 60 kB
    constexpr int count = 1000;
    for (int i = 0; i < count; ++i)
        rig.send(body);
    const QList<Kept> kept = rig.kept();
    QVERIFY2(kept.size() > 500 && kept.size() * body.size() <= mostKeptBytes, qPrintable(QString::number(kept.size())));
    QCOMPARE(kept.last().exchange.number, quint64(count));
}

void TstTraceStore::theNewestAreGivenAndThoseAfterOne()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    for (int i = 0; i < 5; ++i)
        rig.send();
    const QList<Kept> two = rig.kept({}, 2);
    QCOMPARE(two.size(), 2);
    QCOMPARE(two.first().exchange.number, quint64(4));
    QCOMPARE(rig.kept({}, 100, two.first().id).size(), 1);
}

void TstTraceStore::whatIsClearedCannotBeRead()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    rig.send(R"({"marked":"of-ada"})");
    rig.log.attribute(QStringLiteral("ada"), 0, [](const net::Exchange &) { return true; });
    rig.send(R"({"marked":"of-nobody"})");
    QVERIFY(rig.clear(QStringLiteral("ada")));
    QCOMPARE(rig.kept().size(), 1);
    QVERIFY(!rig.onDisk().contains("of-ada"));
    QVERIFY(rig.onDisk().contains("of-nobody"));
    const core::Async<void> both = rig.store.clear(QStringLiteral("bob"), {net::Origin::of(QUrl(QStringLiteral("https://a.example/")))});
    QVERIFY(QTest::qWaitFor([&both] { return both.isFinished(); }));
    QVERIFY(rig.kept().isEmpty()); // nobody's, at his backend
    rig.send(R"({"marked":"of-nobody"})");
    QVERIFY(rig.clear({}));
    QVERIFY(rig.kept().isEmpty());
    QVERIFY(!rig.onDisk().contains("of-nobody"));
}

void TstTraceStore::aBrokenFileIsReplaced()
{
    const QTemporaryDir folder;
    Rig rig(folder);
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("state")));
    QFile file(rig.path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("no database ").repeated(200));
    file.close();
    rig.send();
    QCOMPARE(rig.kept().size(), 1);
}

} // namespace keyturn::trace

using keyturn::trace::TstTraceStore;
KEYTURN_TEST(TstTraceStore)
#include "tst_tracestore.moc"
