// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>

namespace keyturn::net {

using tests::ScriptedServer;
using tests::Turn;

namespace {

/// All that an exchange tells, in one text.
QByteArray everything(const Exchange &exchange)
{
    QByteArray text = exchange.method + ' ' + exchange.url.toEncoded() + '\n' + exchange.requestBody + '\n' + exchange.responseBody + '\n';
    for (const auto &[name, value] : exchange.requestHeaders + exchange.responseHeaders)
        text += name + ": " + value + '\n';
    return text + exchange.failure.toUtf8() + exchange.purpose.toUtf8();
}

HttpRequest numbered(int number)
{
    HttpRequest request;
    request.url = QUrl(QStringLiteral("https://a.example/%1").arg(number));
    return request;
}

} // namespace

class TstExchangeLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault105AnExchangeIsRecordedWithoutItsSecrets();
    void anExchangeThatFailedIsRecordedToo();
    void aSendingThatWasLostIsRecordedToo();
    void theOldestAreDroppedAndNumbersGoOn();
    void aRequestThatWasRefusedUnsentIsNotRecorded();
    void itTellsWhatWentOutAndHowMuchCameBack();
    void aStepThatIsNoExchangeIsRedactedToo();
    void onlyWhatIsNobodysBecomesAnAccounts();
    void whatOnlyTheSenderKnowsForASecretIsMarkedToo();
    void aTokenHasOneMarkInEveryProcessAndAPasswordHasNot();
};

void TstExchangeLog::whatOnlyTheSenderKnowsForASecretIsMarkedToo()
{
    const QByteArray answer = R"({"x":"hunter2","data":{"t":"abc123","n":7},"said":"no hunter2 here","plain":"seen"})";
    ScriptedServer server({Turn{ScriptedServer::answer(200, answer, "Content-Type: application/json\r\nX-Auth: odd1\r\n")}});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(QStringLiteral("/hunter2/in?q=hunter2")), R"({"x":"hunter2","pin":1234,"open":"seen"})");
    request.headers = {Header{"Content-Type", "application/json"}, Header{"X-Auth", "tok-9"}};
    request.secrets = {{core::Secret("hunter2"), core::Secret("1234")}, {}, {QStringLiteral("/data/t"), QStringLiteral("/not/there")}, {"x-auth"}};
    QVERIFY(rig.answerTo(request).ok());

    const QByteArray told = everything(rig.log.exchanges().first());
    for (const char *secret : {"hunter2", "1234", "abc123", "odd1", "tok-9"})
        QVERIFY2(!told.contains(secret), told.constData());
    QCOMPARE(told.count("seen"), 2);
    QVERIFY(told.contains("\"n\":7"));
}

void TstExchangeLog::aTokenHasOneMarkInEveryProcessAndAPasswordHasNot()
{
    const Redaction one(QByteArray(32, 'k'));
    const Redaction another(QByteArray(32, 'k'));
    const QByteArray token("Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZkdISUo");
    const QByteArray json("application/json");
    for (const QByteArray &body : QByteArrayList{R"({"refresh_token":")" + token + R"("})", R"({"accessToken":"0123456789abcdef0123456789abcdef"})"})
        QCOMPARE(one.body(json, body), another.body(json, body));
    QCOMPARE(one.header("Authorization", "Bearer " + token), another.header("Authorization", "Bearer " + token));
    QCOMPARE(one.header("Cookie", "refreshToken=" + token), another.header("Cookie", "refreshToken=" + token));
    // What a person may have chosen, in whatever wrapping and however long.
    for (const char *body : {R"({"password":"Summer2024.Summer2024.Summer2024.x"})", R"({"password":"5f4dcc3b5aa765d61d8327deb882cf99"})",
                             R"({"x":"Zm9vYmFyQmF6MTIzNDU2Nzg5MGFiY2RlZkdISUo"})", R"({"token":"hunter2"})"})
        QVERIFY2(one.body(json, body) != another.body(json, body), body);
    QVERIFY(one.header("Authorization", "Basic QWRhOlN1bW1lcjIwMjRTdW1tZXIyMDI0U3VtbWVy")
            != another.header("Authorization", "Basic QWRhOlN1bW1lcjIwMjRTdW1tZXIyMDI0U3VtbWVy"));
    const QList<core::Secret> chosen{core::Secret(token)};
    QVERIFY(one.knowing(chosen).body(json, R"({"token":")" + token + R"("})")
            != another.knowing(chosen).body(json, R"({"token":")" + token + R"("})"));
    QVERIFY(Redaction().header("Authorization", "Bearer " + token) != one.header("Authorization", "Bearer " + token));
}

void TstExchangeLog::fault105AnExchangeIsRecordedWithoutItsSecrets()
{
    const QByteArray headers = "Content-Type: application/json\r\nSet-Cookie: refresh=s3cr3t\r\nLocation: /cb?code=s3cr3t\r\n";
    ScriptedServer server({Turn{ScriptedServer::answer(302, R"({"access_token":"s3cr3t","expires_in":60})", headers)}});
    NetRig rig;
    const QSignalSpy recorded(&rig.log, &ExchangeLog::recorded);
    HttpRequest request = NetRig::post(server.url(QStringLiteral("/token?state=s3cr3t&page=2")), "grant_type=refresh_token&refresh_token=s3cr3t");
    request.headers.append(Header{"Authorization", "Bearer s3cr3t"});
    request.headers.append(Header{"Cookie", "refresh=s3cr3t"});
    request.purpose = QStringLiteral("refresh");
    QVERIFY(rig.answerTo(request).ok());

    QCOMPARE(recorded.size(), 1);
    QCOMPARE(rig.log.exchanges().size(), 1);
    const Exchange &exchange = rig.log.exchanges().first();
    QVERIFY2(!everything(exchange).contains("s3cr3t"), everything(exchange).constData());
    QCOMPARE(exchange.number, quint64(1));
    QCOMPARE(exchange.purpose, QStringLiteral("refresh"));
    QCOMPARE(exchange.method, QByteArray("POST"));
    QCOMPARE(exchange.status, 302);
    QCOMPARE(exchange.startedAt, rig.clock.now());
    QVERIFY(exchange.failure.isEmpty());
    QVERIFY(exchange.url.query().endsWith(QStringLiteral("&page=2")));
    QVERIFY(exchange.requestBody.startsWith("grant_type=refresh_token&refresh_token=<secret #"));
    QVERIFY(exchange.responseBody.contains(R"("expires_in":60)"));
    // The one secret has one mark, so that a reader sees that the token which came is the token which went.
    const QByteArray mark = exchange.requestBody.mid(exchange.requestBody.indexOf("<secret"));
    QVERIFY(exchange.responseBody.contains(mark));
}

void TstExchangeLog::anExchangeThatFailedIsRecordedToo()
{
    ScriptedServer server({Turn{{}, Turn::Then::Close}});
    NetRig rig;
    QVERIFY(!rig.answerTo(NetRig::post(server.url(), "password=s3cr3t")).ok());
    QCOMPARE(rig.log.exchanges().size(), 1);
    const Exchange &exchange = rig.log.exchanges().first();
    QCOMPARE(exchange.status, 0);
    QCOMPARE(exchange.failure, QStringLiteral("connection_closed"));
    QVERIFY(!everything(exchange).contains("s3cr3t"));
}

void TstExchangeLog::aSendingThatWasLostIsRecordedToo()
{
    ScriptedServer server({Turn{{}, Turn::Then::Close}, Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    QVERIFY(rig.get(server.url(QStringLiteral("/a"))).ok());
    QCOMPARE(rig.log.exchanges().size(), server.requests().size());
    QCOMPARE(rig.log.exchanges().size(), 2);
    const Exchange &lost = rig.log.exchanges().first();
    QCOMPARE(lost.status, 0);
    QCOMPARE(lost.failure, QStringLiteral("connection_closed"));
    QCOMPARE(lost.url.path(), QStringLiteral("/a"));
    QVERIFY(lost.moments.connecting.count() >= 0 && lost.moments.sent.count() >= 0);
    QCOMPARE(lost.moments.firstByte.count(), -1);
    const Exchange &answered = rig.log.exchanges().last();
    QCOMPARE(answered.status, 200);
    QVERIFY(answered.failure.isEmpty());
    QVERIFY(answered.startedAt >= lost.startedAt.addMSecs(lost.duration.count()));
    QVERIFY(answered.moments.sent.count() >= 0 && answered.moments.firstByte >= answered.moments.sent);
}

void TstExchangeLog::theOldestAreDroppedAndNumbersGoOn()
{
    ExchangeLog log(3);
    for (int number = 1; number <= 5; ++number)
        log.recordFailure(numbered(number), QStringLiteral("timeout"), {}, {});
    QCOMPARE(log.exchanges().size(), 3);
    QCOMPARE(log.exchanges().first().number, quint64(3));
    QCOMPARE(log.exchanges().first().url, QUrl(QStringLiteral("https://a.example/3")));
    QCOMPARE(log.exchanges().last().number, quint64(5));
}

void TstExchangeLog::aRequestThatWasRefusedUnsentIsNotRecorded()
{
    NetRig rig;
    QVERIFY(!rig.get(QUrl(QStringLiteral("file:///etc/hostname"))).ok());
    QVERIFY(rig.log.exchanges().isEmpty());
}

void TstExchangeLog::itTellsWhatWentOutAndHowMuchCameBack()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, R"({"a":1})", "Content-Type: application/json\r\n")}});
    NetRig rig;
    QtHttpClient ofAda(rig.clock, rig.log, rig.manager, QStringLiteral("ada"));
    QVERIFY(NetRig::resultOf(ofAda.send(NetRig::post(server.url(), "page=2"))).ok());
    const Exchange &exchange = rig.log.exchanges().first();
    QCOMPARE(exchange.account, QStringLiteral("ada"));
    QCOMPARE(exchange.requestBytes, 6);
    QCOMPARE(exchange.responseBytes, 7);
    QVERIFY(exchange.requestHeaders.contains(std::pair(QByteArray("Accept-Encoding"), QByteArray("identity"))));
    QVERIFY(exchange.moments.firstByte.count() >= 0);
    QCOMPARE(exchange.moments.encrypted.count(), -1);
}

void TstExchangeLog::aStepThatIsNoExchangeIsRedactedToo()
{
    const NetRig rig;
    ExchangeLog log;
    log.note(
        {EntryKind::Callback, QStringLiteral("callback"), "GET", QUrl(QStringLiteral("http://127.0.0.1:1/cb?code=s3cr3t&state=s3cr3t")), 302, {}},
        rig.clock.now());
    const Exchange &entry = log.exchanges().first();
    QCOMPARE(entry.kind, EntryKind::Callback);
    QCOMPARE(entry.status, 302);
    QCOMPARE(entry.startedAt, rig.clock.now());
    QVERIFY2(!everything(entry).contains("s3cr3t"), everything(entry).constData());
}

void TstExchangeLog::onlyWhatIsNobodysBecomesAnAccounts()
{
    ExchangeLog log;
    const auto note = [&log](const QString &purpose) { log.note({EntryKind::BrowserOpened, purpose}, QDateTime::currentDateTimeUtc()); };
    note(QStringLiteral("before"));
    const quint64 began = log.newest();
    note(QStringLiteral("token"));
    note(QStringLiteral("picture"));
    note(QStringLiteral("token"));
    const QSignalSpy attributed(&log, &ExchangeLog::attributed);
    const auto isToken = [](const Exchange &exchange) { return exchange.purpose == QLatin1String("token"); };
    log.attribute(QStringLiteral("ada"), began, isToken);
    log.attribute(QStringLiteral("bob"), 0, isToken);
    log.attribute(QStringLiteral("bob"), 0, [](const Exchange &exchange) { return exchange.purpose == QLatin1String("before"); });
    QStringList whose;
    for (const Exchange &exchange : log.exchanges())
        whose += exchange.account;
    QCOMPARE(whose, (QStringList{QStringLiteral("bob"), QStringLiteral("ada"), QString(), QStringLiteral("ada")}));
    QCOMPARE(attributed.size(), 2); // nothing to tell where nothing changed
    QCOMPARE(attributed.first().at(1).value<QList<quint64>>(), (QList<quint64>{2, 4}));
}

} // namespace keyturn::net

using keyturn::net::TstExchangeLog;
KEYTURN_TEST(TstExchangeLog)
#include "tst_exchangelog.moc"
