// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "entries.h"
#include "support/registry.h"
#include "trace/entryjson.h"
#include "trace/har.h"
#include "trace/purpose.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::trace {

using tests::exchangeFor;
using namespace std::chrono_literals;

namespace {

QByteArray fixture(const char *name)
{
    QFile file(QStringLiteral(KEYTURN_HARS "/") + QLatin1String(name) + QStringLiteral(".har"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray withEntries(const QByteArray &entries)
{
    return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + entries + "]}}";
}

const QByteArray smallEntry = R"({"startedDateTime":"2026-11-30T10:00:00.000Z","time":1,"request":{"method":"GET","url":"https:\/\/a.example\/"}})";

QByteArray manyEntries()
{
    QByteArrayList list;
    for (int i = 0; i < 20'001; ++i)
        list += smallEntry;
    return withEntries(list.join(','));
}

/// All that is told of @p entries, in one text.
QByteArray everything(const QList<net::Exchange> &entries)
{
    QByteArray text;
    for (const net::Exchange &entry : entries)
        text += QJsonDocument(toJson(entry)).toJson() + entry.url.toString(QUrl::FullyDecoded).toUtf8();
    return text;
}

} // namespace

class TstHar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsReadAgain();
    void thePhasesMakeUpTheWhole_data();
    void thePhasesMakeUpTheWhole();
    void anybodysHarOpensWithoutItsSecrets_data();
    void anybodysHarOpensWithoutItsSecrets();
    void whatIsNoHarIsRefusedWithAReason_data();
    void whatIsNoHarIsRefusedWithAReason();
    void aHarCutAnywhereIsRefused();
    void aFileThatIsNotThereIsNoHar();
};

void TstHar::whatIsWrittenIsReadAgain()
{
    net::Exchange token = exchangeFor(QStringLiteral("token"), 1);
    token.method = "POST";
    token.account = QStringLiteral("ada");
    token.url = QUrl(QStringLiteral("https://a.example/token?state=%3Csecret%20%231a2b3c4d%3E&page=2"));
    token.requestHeaders = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cookie", "a=<secret #00000001>; b=<secret #00000002>"}};
    token.requestBody = "grant_type=authorization_code&code=<secret #1a2b3c4d>";
    token.requestBytes = 60;
    token.responseHeaders = {{"Content-Type", "application/json"}, {"Set-Cookie", "sid=<secret #00000003>; HttpOnly"}};
    token.responseBody = R"({"access_token":"<secret #0a0b0c0d>","expires_in":60})";
    token.responseBytes = 90;
    token.moments = {2ms, 10ms, 12ms, 80ms};
    net::Exchange failed = exchangeFor(QStringLiteral("refresh"), 2, 0);
    failed.failure = QStringLiteral("timeout");
    const net::Exchange check = tests::stepOfKind(net::EntryKind::Checked, QStringLiteral("state"), 3);
    const QByteArray har = toHar({token, failed, check}, QStringLiteral("1"));
    const core::Result<QList<net::Exchange>> read = readHar(har);
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
    QCOMPARE(read->size(), 3);
    QCOMPARE(read->at(0).requestBody, token.requestBody);
    QCOMPARE(read->at(0).responseBody, token.responseBody);
    QCOMPARE(read->at(0).requestHeaders, token.requestHeaders);
    QCOMPARE(read->at(0).responseHeaders, token.responseHeaders);
    QCOMPARE(read->at(0).url, token.url);
    QCOMPARE(read->at(0).moments, token.moments);
    const QList<net::Exchange> written{token, failed, check};
    for (qsizetype i = 0; i < 3; ++i) {
        const net::Exchange &was = written.at(i);
        QCOMPARE(read->at(i).kind, was.kind);
        QCOMPARE(read->at(i).purpose, was.purpose);
        QCOMPARE(read->at(i).account, was.account);
        QCOMPARE(read->at(i).failure, was.failure);
        QCOMPARE(read->at(i).status, was.status);
        QCOMPARE(read->at(i).startedAt, was.startedAt);
    }
    QVERIFY(read->at(2).url.isEmpty());
}

void TstHar::thePhasesMakeUpTheWhole_data()
{
    QTest::addColumn<net::Moments>("moments");
    QTest::addColumn<Timings>("timings");
    QTest::newRow("a new connection with TLS") << net::Moments{2ms, 10ms, 12ms, 80ms} << Timings{2, 8, 2, 68, 20};
    QTest::newRow("a new one without") << net::Moments{2ms, -1ms, 12ms, 80ms} << Timings{2, 10, 0, 68, 20};
    QTest::newRow("one that stood") << net::Moments{-1ms, -1ms, 3ms, 80ms} << Timings{-1, -1, 3, 77, 20};
    QTest::newRow("nothing known") << net::Moments{} << Timings{-1, -1, 0, 100, 0};
    QTest::newRow("moments that go back") << net::Moments{50ms, 10ms, 3ms, 400ms} << Timings{50, 0, 0, 50, 0};
}

void TstHar::thePhasesMakeUpTheWhole()
{
    QFETCH(const net::Moments, moments);
    QFETCH(const Timings, timings);
    net::Exchange exchange = exchangeFor(QStringLiteral("token"));
    exchange.moments = moments;
    const Timings found = timingsOf(exchange);
    QCOMPARE(found, timings);
    QCOMPARE(std::max<qint64>(found.blocked, 0) + std::max<qint64>(found.connect, 0) + found.send + found.wait + found.receive, qint64(100));
}

void TstHar::anybodysHarOpensWithoutItsSecrets_data()
{
    QTest::addColumn<qsizetype>("count");
    QTest::addColumn<QString>("purpose");
    QTest::addColumn<int>("status");
    QTest::newRow("chrome") << qsizetype(2) << "token" << 200;
    QTest::newRow("firefox") << qsizetype(1) << "" << 302;
    QTest::newRow("mitmproxy") << qsizetype(1) << "" << 200;
}

void TstHar::anybodysHarOpensWithoutItsSecrets()
{
    const core::Result<QList<net::Exchange>> read = readHar(fixture(QTest::currentDataTag()));
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
    QTEST(read->size(), "count");
    QTEST(read->first().purpose, "purpose");
    QTEST(read->first().status, "status");
    QCOMPARE(read->first().kind, net::EntryKind::Foreign);
    QCOMPARE(read->first().startedAt.date(), QDate(2026, 11, 30));
    QCOMPARE(read->first().startedAt.time().hour(), 10);
    const QByteArray all = everything(*read);
    QVERIFY2(!all.contains("s3cr3t"), all.constData());
    QVERIFY(all.contains("<secret #"));
}

void TstHar::whatIsNoHarIsRefusedWithAReason_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &text, const char *code, const char *detail) {
        QTest::newRow(name) << text << QString::fromLatin1(code) << QString::fromLatin1(detail);
    };
    row("nothing", {}, "har_invalid", "no JSON at byte 0");
    row("binary", QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11), "har_invalid", "no JSON at byte");
    row("other JSON", "{\"entries\":[]}", "har_invalid", "no /log/entries");
    row("entries that are none", "{\"log\":{\"entries\":{}}}", "har_invalid", "no /log/entries");
    row("an entry without a request", withEntries("{}"), "har_invalid", "/log/entries/0 ");
    row("an entry of no time", withEntries(QByteArray(smallEntry).replace("2026-11-30", "yesterday")), "har_invalid", "/log/entries/0 ");
    row("too large", QByteArray(maxHarBytes + 1, ' '), "har_too_large", "64 MB");
    row("too deep", QByteArray(300, '[') + QByteArray(300, ']'), "har_too_large", "deeper than 200");
    row("too many values", '[' + QByteArray("1,").repeated(3'000'001) + "1]", "har_too_large", "3000000 values");
    row("too many entries", manyEntries(), "har_too_large", "20000 entries");
}

void TstHar::whatIsNoHarIsRefusedWithAReason()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, detail);
    const core::Result<QList<net::Exchange>> read = readHar(text);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().kind, core::ErrorKind::Configuration);
    QTEST(read.error().code, "code");
    QVERIFY2(read.error().detail.contains(detail), qPrintable(read.error().detail));
}

void TstHar::aHarCutAnywhereIsRefused()
{
    const QByteArray whole = fixture("firefox").trimmed();
    for (qsizetype size = 0; size < whole.size(); size += 7)
        QVERIFY2(!readHar(whole.left(size)).ok(), qPrintable(QString::number(size)));
}

void TstHar::aFileThatIsNotThereIsNoHar()
{
    const QTemporaryDir folder;
    const core::Result<QList<net::Exchange>> read = readHarFile(folder.filePath(QStringLiteral("none.har")));
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, QStringLiteral("disk_failed"));
}

} // namespace keyturn::trace

using keyturn::trace::TstHar;
KEYTURN_TEST(TstHar)
#include "tst_har.moc"
