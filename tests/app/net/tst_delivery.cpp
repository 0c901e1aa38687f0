// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

namespace keyturn::net {

using tests::ScriptedServer;
using tests::Turn;

/// Each of these requests may spend a refresh token: a second delivery would end the session.
class TstDelivery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault45ABodyIsDeliveredOnce_data();
    void fault45ABodyIsDeliveredOnce();
    void fault45APostWithoutABodyIsDeliveredOnce_data() { fault45ABodyIsDeliveredOnce_data(); }
    void fault45APostWithoutABodyIsDeliveredOnce();
    void fault45AnIdleConnectionThatClosesDoesNotRepeatThePost();
    void aLargeBodyArrivesWhole();
    void everyMethodArrivesAsWritten_data();
    void everyMethodArrivesAsWritten();
    void fault41ARedirectIsAValue_data();
    void fault41ARedirectIsAValue();
    void fault43AChallengeIsAValueAndAnsweredByNobody_data();
    void fault43AChallengeIsAValueAndAnsweredByNobody();
};

void TstDelivery::fault45ABodyIsDeliveredOnce_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<QString>("outcome");
    using When = Turn::When;
    using Then = Turn::Then;
    const QByteArray start = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    QTest::newRow("closed before the reply") << Turn{{}, Then::Close, When::RequestRead} << QStringLiteral("connection_closed");
    QTest::newRow("reset before the reply") << Turn{{}, Then::Reset, When::RequestRead} << QStringLiteral("connection_closed");
    QTest::newRow("closed after the head was read") << Turn{{}, Then::Close, When::HeadRead} << QStringLiteral("connection_closed");
    QTest::newRow("reset after the head was read") << Turn{{}, Then::Reset, When::HeadRead} << QStringLiteral("connection_closed");
    QTest::newRow("closed within the status line") << Turn{"HTTP/1.1 20", Then::Close, When::RequestRead} << QStringLiteral("connection_closed");
    QTest::newRow("closed within the headers") << Turn{"HTTP/1.1 200 OK\r\nConte", Then::Close, When::RequestRead}
                                               << QStringLiteral("connection_closed");
    QTest::newRow("closed within the body") << Turn{start, Then::Close, When::RequestRead} << QStringLiteral("truncated");
    QTest::newRow("reset within the body") << Turn{start, Then::Reset, When::RequestRead} << QStringLiteral("truncated");
    QTest::newRow("answered and closed") << Turn{ScriptedServer::answer(200, "{}"), Then::Close, When::RequestRead} << QStringLiteral("200");
    QTest::newRow("answered") << Turn{ScriptedServer::answer(200, "{}"), Then::KeepOpen, When::RequestRead} << QStringLiteral("200");
    QTest::newRow("not HTTP") << Turn{"SMTP\r\n\r\n", Then::Close, When::RequestRead} << QStringLiteral("connection_closed");
}

void TstDelivery::fault45ABodyIsDeliveredOnce()
{
    QFETCH(const Turn, turn);
    ScriptedServer server({turn});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "refresh_token=one-use-only"));
    QTEST(NetRig::outcome(result), "outcome");
    QTest::qWait(50); // a repetition would come at once
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(server.deliveriesOf("one-use-only") <= 1);
}

void TstDelivery::fault45APostWithoutABodyIsDeliveredOnce()
{
    QFETCH(const Turn, turn);
    ScriptedServer server({turn});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(), {});
    request.headers = {{"Cookie", "refresh=one-use-only"}}; // how keyturn-backend is asked for a new token
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QTEST(NetRig::outcome(result), "outcome");
    QTest::qWait(50);
    QCOMPARE(server.deliveriesOf("one-use-only"), 1);
}

void TstDelivery::fault45AnIdleConnectionThatClosesDoesNotRepeatThePost()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}"), Turn::Then::KeepOpen, Turn::When::RequestRead},
                           Turn{{}, Turn::Then::Reset, Turn::When::RequestRead}});
    NetRig rig;
    QCOMPARE(NetRig::outcome(rig.get(server.url())), QStringLiteral("200"));
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), "refresh_token=one-use-only"))), QStringLiteral("connection_closed"));
    QTest::qWait(50);
    QCOMPARE(server.deliveriesOf("one-use-only"), 1);
}

void TstDelivery::aLargeBodyArrivesWhole()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    NetRig rig;
    const QByteArray body(1'000'000, 'x');
    QCOMPARE(NetRig::outcome(rig.answerTo(NetRig::post(server.url(), body))), QStringLiteral("200"));
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(server.requests().first().endsWith("\r\n\r\n" + body));
}

void TstDelivery::everyMethodArrivesAsWritten_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
        QTest::addRow("%s without a body", method) << QByteArray(method) << QByteArray();
        if (qstrcmp(method, "GET") != 0 && qstrcmp(method, "HEAD") != 0)
            QTest::addRow("%s with a body", method) << QByteArray(method) << QByteArray("{\"a\":1}");
    }
}

void TstDelivery::everyMethodArrivesAsWritten()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, body);
    ScriptedServer server({Turn{"HTTP/1.1 204 No Content\r\nX-One: a\r\nx-one: b\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"}});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(QStringLiteral("/p/a%2Fth?q=%20+")), body);
    request.method = method;
    request.headers = {{"X-Given", "v1"}};
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("204"));
    QCOMPARE(result->url, request.url);
    // A header's name has no case (RFC 9110 §5.1), and Qt 6.8 writes it in small letters where 6.4 leaves it as it came.
    QList<QByteArray> cookies;
    for (const Header &header : result->headers) {
        if (header.name.toLower() == "set-cookie")
            cookies += header.value;
    }
    QCOMPARE(cookies, (QList<QByteArray>{"a=1", "b=2"}));
    const QByteArray sent = server.requests().value(0);
    QVERIFY2(sent.startsWith(method + " /p/a%2Fth?q=%20+ HTTP/1.1\r\n"), sent.constData());
    QVERIFY(sent.endsWith("\r\n\r\n" + body));
    QVERIFY(sent.toLower().contains("\r\nx-given: v1\r\n"));
    QVERIFY(sent.toLower().contains("\r\nuser-agent: keyturn/"));
    QVERIFY(sent.toLower().contains("\r\naccept-encoding: identity\r\n"));
    // A request that changes something says that it has no body; one that reads has none to speak of (RFC 9110 §8.6).
    const bool reads = method == "GET" || method == "HEAD";
    QCOMPARE(sent.toLower().count("\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n"), reads ? 0 : 1);
    QCOMPARE(sent.toLower().count("\r\ncontent-length:"), reads ? 0 : 1);
}

void TstDelivery::fault41ARedirectIsAValue_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("%d", status) << status;
}

void TstDelivery::fault41ARedirectIsAValue()
{
    QFETCH(const int, status);
    ScriptedServer elsewhere({Turn{ScriptedServer::answer(200, "{}")}});
    ScriptedServer server({Turn{ScriptedServer::answer(status, {}, "Location: " + elsewhere.url().toEncoded() + "\r\n")}});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(), "refresh_token=one-use-only");
    request.headers.append(Header{"Authorization", "Bearer one-origin-only"});
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), QString::number(status));
    QCOMPARE(result->header("location"), elsewhere.url().toEncoded());
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(elsewhere.connections(), 0);
}

void TstDelivery::fault43AChallengeIsAValueAndAnsweredByNobody_data()
{
    QTest::addColumn<QByteArray>("challenge");
    for (const char *challenge : {"Basic realm=\"x\"", "NTLM", "Negotiate", "Digest realm=\"x\", nonce=\"n\"", "Bearer error=\"invalid_token\""})
        QTest::newRow(challenge) << QByteArray(challenge);
}

void TstDelivery::fault43AChallengeIsAValueAndAnsweredByNobody()
{
    QFETCH(const QByteArray, challenge);
    ScriptedServer server({Turn{ScriptedServer::answer(401, "{}", "WWW-Authenticate: " + challenge + "\r\n")}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "refresh_token=one-use-only"));
    QCOMPARE(NetRig::outcome(result), QStringLiteral("401"));
    QCOMPARE(result->header("WWW-Authenticate"), challenge);
    QCOMPARE(result->body, core::Secret(QByteArrayView("{}")));
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(!server.requests().first().contains("Authorization"));
}

} // namespace keyturn::net

using keyturn::net::TstDelivery;
KEYTURN_TEST(TstDelivery)
#include "tst_delivery.moc"
