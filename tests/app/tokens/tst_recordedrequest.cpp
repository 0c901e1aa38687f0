// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "net/exchangelog.h"
#include "net/qthttpclient.h"
#include "support/registry.h"

#include <QBuffer>
#include <QTest>

using namespace keyturn;
using tests::BearerRig;
using tests::says;
using tests::Turn;

namespace {

const QByteArray json = "Content-Type: application/json\r\n";

struct Rig : BearerRig {
    explicit Rig(QList<Turn> turns) : BearerRig(std::move(turns)) { }

    net::ExchangeLog log;
    tokens::AuthenticatedNetworkAccessManager ada{
        process->manager, world.id, {{net::Origin::of(server.url())}, {}, {}, nullptr, nullptr, nullptr, &world.clock, &log}};

    /// `401 200`: what the log has, in the order of their beginning.
    [[nodiscard]] QString recorded() const
    {
        QStringList words;
        for (const net::Exchange &exchange : log.exchanges())
            words += exchange.status != 0 ? QString::number(exchange.status) : exchange.failure;
        return words.join(u' ');
    }
};

} // namespace

/// What callers send by the manager of an account stands in the log as what Keyturn sends for itself does.
class TstRecordedRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasSentAndReadIsThere();
    void bothSendingsAreThereWhereTheFirstWasRefused();
    void aRequestOfAnHttpClientStandsThereOnce();
    void whatWasLostOnTheWayStandsThereOnceToo_data();
    void whatWasLostOnTheWayStandsThereOnceToo();
    void ofALongAnswerTheSizeIsTold();
    void whatIsAbortedIsThereAsStopped();
    void aStrangersAnswerIsThereWithoutTheToken();
};

void TstRecordedRequest::whatWasSentAndReadIsThere()
{
    Rig rig({says(200, R"({"user":"ada"})", json)});
    QBuffer body;
    body.setData(R"({"q":1})");
    QVERIFY(body.open(QIODevice::ReadOnly));
    QNetworkRequest request = rig.request();
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const Rig::Reply reply(rig.ada.put(request, &body));
    QByteArray read;
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] { read += reply->read(3); });
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(read + reply->readAll(), QByteArray(R"({"user":"ada"})")); // nothing was taken away
    QCOMPARE(rig.log.exchanges().size(), 1);
    const net::Exchange &exchange = rig.log.exchanges().first();
    QCOMPARE(exchange.method, QByteArray("PUT"));
    QCOMPARE(exchange.purpose, QStringLiteral("request"));
    QCOMPARE(exchange.account, rig.world.id.toString());
    QCOMPARE(exchange.requestBody, QByteArray(R"({"q":1})"));
    QCOMPARE(exchange.responseBody, QByteArray(R"({"user":"ada"})"));
    QByteArray authorization;
    for (const auto &[name, value] : exchange.requestHeaders)
        authorization = name == "Authorization" ? value : authorization;
    QVERIFY2(authorization.startsWith("Bearer <secret #"), authorization.constData());
}

void TstRecordedRequest::bothSendingsAreThereWhereTheFirstWasRefused()
{
    Rig rig({says(401, R"({"error":"expired"})", json), says(200)});
    const Rig::Reply reply(rig.ada.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.recorded(), QStringLiteral("401 200"));
    QCOMPARE(rig.log.exchanges().first().responseBody, QByteArray(R"({"error":"expired"})"));
}

void TstRecordedRequest::aRequestOfAnHttpClientStandsThereOnce()
{
    Rig rig({says(401), says(200)});
    net::QtHttpClient http(rig.world.clock, rig.log, rig.ada);
    net::HttpRequest sessions;
    sessions.url = rig.server.url(QStringLiteral("/sessions"));
    sessions.purpose = QStringLiteral("sessions");
    const core::Async<net::HttpResponse> answer = http.send(sessions);
    QVERIFY(QTest::qWaitFor([&answer] { return answer.isFinished(); }));
    QCOMPARE(rig.recorded(), QStringLiteral("401 200"));
    for (const net::Exchange &exchange : rig.log.exchanges())
        QCOMPARE(exchange.purpose, QStringLiteral("sessions"));
}

void TstRecordedRequest::whatWasLostOnTheWayStandsThereOnceToo_data()
{
    QTest::addColumn<QString>("purpose"); // with one it is an HttpClient's, and that records it
    QTest::newRow("a caller's") << QString();
    QTest::newRow("an HttpClient's") << "sessions";
}

void TstRecordedRequest::whatWasLostOnTheWayStandsThereOnceToo()
{
    QFETCH(const QString, purpose);
    const Turn lost{{}, Turn::Then::Close};
    Rig rig({lost, says(401), lost, says(200)});
    if (purpose.isEmpty()) {
        const Rig::Reply reply(rig.ada.get(rig.request()));
        QVERIFY(rig.finishes(*reply));
    } else {
        net::QtHttpClient http(rig.world.clock, rig.log, rig.ada);
        net::HttpRequest sessions;
        sessions.url = rig.server.url(QStringLiteral("/sessions"));
        sessions.purpose = purpose;
        const core::Async<net::HttpResponse> answer = http.send(sessions);
        QVERIFY(QTest::qWaitFor([&answer] { return answer.isFinished(); }));
    }
    QCOMPARE(rig.recorded(), QStringLiteral("connection_closed 401 connection_closed 200"));
    QCOMPARE(rig.server.requests().size(), 4);
}

void TstRecordedRequest::ofALongAnswerTheSizeIsTold()
{
    const QByteArray longBody = '"' + QByteArray(200'000, 'x') + '"';
    Rig rig({says(200, longBody, json)});
    const Rig::Reply reply(rig.ada.get(rig.request()));
    QByteArray read;
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] { read += reply->readAll(); });
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(read + reply->readAll(), longBody);
    QCOMPARE(rig.log.exchanges().first().responseBody, QByteArray("<200002 bytes of application/json>"));
}

void TstRecordedRequest::whatIsAbortedIsThereAsStopped()
{
    Rig rig({Turn{}});
    const Rig::Reply reply(rig.ada.get(rig.request()));
    QVERIFY(QTest::qWaitFor([&] { return !rig.server.requests().isEmpty(); }));
    reply->abort();
    QCOMPARE(rig.recorded(), QStringLiteral("stopped"));
}

void TstRecordedRequest::aStrangersAnswerIsThereWithoutTheToken()
{
    Rig rig({says(200)});
    tests::ScriptedServer stranger({says(200, R"({"a":1})", json)});
    const Rig::Reply reply(rig.ada.get(QNetworkRequest(stranger.url())));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.recorded(), QStringLiteral("200"));
    QCOMPARE(rig.log.exchanges().first().responseBody, QByteArray(R"({"a":1})"));
    for (const auto &[name, value] : rig.log.exchanges().first().requestHeaders)
        QVERIFY(name != "Authorization");
}

KEYTURN_TEST(TstRecordedRequest)
#include "tst_recordedrequest.moc"
