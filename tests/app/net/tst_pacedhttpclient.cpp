// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/pacedhttpclient.h"
#include "netrig.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>

using namespace std::chrono_literals;

namespace keyturn::net {

namespace {

const QUrl refresh(QStringLiteral("https://api.example/auth/refresh"));

/// Two accounts' ways out that share what endpoints asked for.
struct Rig {
    tests::FakeClock clock;
    tests::FakeHttpClient network;
    Pauses pauses{clock};
    PacedHttpClient ada{network, pauses};
    PacedHttpClient bob{network, pauses};

    static HttpRequest post(const QUrl &url, bool cannotWait = false, const QString &purpose = {})
    {
        HttpRequest request;
        request.purpose = purpose;
        request.method = "POST";
        request.url = url;
        request.cannotWait = cannotWait;
        return request;
    }
    /// `200`, or an error's code with its wait in seconds.
    static QString said(PacedHttpClient &client, const QUrl &url = refresh, bool cannotWait = false, const QString &purpose = {})
    {
        return told(NetRig::resultOf(client.send(post(url, cannotWait, purpose))));
    }
    static QString told(const core::Result<HttpResponse> &result)
    {
        if (result.ok())
            return QString::number(result->status);
        const qint64 wait = result.error().retryAfter ? result.error().retryAfter->count() : -1;
        return QStringLiteral("%1 %2").arg(result.error().code).arg(wait);
    }
};

} // namespace

class TstPacedHttpClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onePauseHoldsForAllAccountsOfAHost();
    void aPauseEndsByItself();
    void aPauseIsForOneEndpoint();
    void theLastOneLetThroughSaysSo();
    void aServerThatIsDownIsLeftAlone();
    void anErrorWithoutATimeIsNoPause();
    void aCodeThatWouldBeLostGoesOut();
    void anAnswerThatAsksForNothingEndsIt();
    void onePurposeWaitsAtAllPathsOfAHost();
    void aSlowAnswerDoesNotEndAPauseAskedForMeanwhile();
    void aSlowAnswerMayStretchAPause();
    void fault42NoPauseIsLongerThanAnHour();
    void manyPathsTakeNoMoreMemory();
    void manyPathsOfOneHostEndNoPauseOfAnother();
};

void TstPacedHttpClient::onePauseHoldsForAllAccountsOfAHost()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "60"}});
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("429"));
    rig.clock.advance(15'500ms);
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("rate_limited 45"));
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("rate_limited 45"));
    QCOMPARE(rig.network.requests().size(), 1);
}

void TstPacedHttpClient::aPauseEndsByItself()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "60"}});
    rig.network.answer("POST /auth/refresh", 200);
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("429"));
    rig.clock.advance(60s);
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("200"));
}

void TstPacedHttpClient::aPauseIsForOneEndpoint()
{
    Rig rig;
    rig.network.answer("POST /auth/login", 429, {}, {{"Retry-After", "900"}});
    rig.network.answer("POST /auth/refresh", 200);
    rig.network.answer("POST /auth/login?again", 200);
    QCOMPARE(Rig::said(rig.ada, QUrl(QStringLiteral("https://api.example/auth/login"))), QStringLiteral("429"));
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("200"));
    QCOMPARE(Rig::said(rig.ada, QUrl(QStringLiteral("https://api.example/auth/login?again"))), QStringLiteral("rate_limited 900"));
    QCOMPARE(Rig::said(rig.ada, QUrl(QStringLiteral("https://other.example/auth/login"))), QStringLiteral("429"));
}

void TstPacedHttpClient::theLastOneLetThroughSaysSo()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 200, {}, {{"RateLimit", "limit=10, remaining=0, reset=30"}});
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("200"));
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("rate_limited 30"));
}

void TstPacedHttpClient::aServerThatIsDownIsLeftAlone()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 503, {}, {{"Retry-After", "20"}});
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("503"));
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("server_error 20"));
}

void TstPacedHttpClient::anErrorWithoutATimeIsNoPause()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429);
    rig.network.answer("POST /auth/refresh", 503);
    rig.network.answer("POST /auth/refresh", 201, {}, {{"Retry-After", "20"}}); // RFC 9110 gives it no such meaning here
    rig.network.answer("POST /auth/refresh", 200);
    for (const char *status : {"429", "503", "201", "200"})
        QCOMPARE(Rig::said(rig.ada), QLatin1String(status));
}

void TstPacedHttpClient::aCodeThatWouldBeLostGoesOut()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "60"}});
    rig.network.answer("POST /auth/refresh", 429);
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("429"));
    QCOMPARE(Rig::said(rig.bob, refresh, true), QStringLiteral("429"));
    QCOMPARE(rig.network.requests().size(), 2);
}

void TstPacedHttpClient::anAnswerThatAsksForNothingEndsIt()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "60"}});
    rig.network.answer("POST /auth/refresh", 200);
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("429"));
    QCOMPARE(Rig::said(rig.ada, refresh, true), QStringLiteral("200"));
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("200"));
}

void TstPacedHttpClient::onePurposeWaitsAtAllPathsOfAHost()
{
    Rig rig;
    const QUrl acme(QStringLiteral("https://api.example/acme/refresh"));
    const QUrl umbrella(QStringLiteral("https://api.example/umbrella/refresh"));
    rig.network.answer("POST /acme/refresh", 429, {}, {{"Retry-After", "60"}});
    rig.network.answer("POST /umbrella/refresh", 200);
    const QString purpose = QStringLiteral("refresh");
    QCOMPARE(Rig::said(rig.ada, acme, false, purpose), QStringLiteral("429"));
    QCOMPARE(Rig::said(rig.bob, umbrella, false, purpose), QStringLiteral("rate_limited 60"));
    QCOMPARE(Rig::said(rig.bob, umbrella, false, QStringLiteral("revocation")), QStringLiteral("200"));
    QCOMPARE(Rig::said(rig.bob, QUrl(QStringLiteral("https://api.example:8443/umbrella/refresh")), false, purpose), QStringLiteral("200"));
}

void TstPacedHttpClient::aSlowAnswerDoesNotEndAPauseAskedForMeanwhile()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "60"}});
    rig.network.answer("POST /auth/refresh", 200);
    rig.network.holdBack("POST /auth/refresh?slow");
    rig.network.answer("POST /auth/refresh?slow", 200);
    const auto slow = rig.ada.send(Rig::post(QUrl(QStringLiteral("https://api.example/auth/refresh?slow"))));
    rig.clock.advance(1s);
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("429"));
    rig.network.release("POST /auth/refresh?slow");
    QCOMPARE(Rig::told(NetRig::resultOf(slow)), QStringLiteral("200"));
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("rate_limited 60"));
}

void TstPacedHttpClient::aSlowAnswerMayStretchAPause()
{
    tests::FakeClock clock;
    Pauses pauses(clock);
    const auto limitedFor = [](const char *seconds) {
        HttpResponse response;
        response.status = 429;
        response.headers = {{"Retry-After", seconds}};
        return response;
    };
    const auto sentBefore = pauses.now();
    clock.advance(1s);
    pauses.note(refresh, {}, pauses.now(), limitedFor("60"));
    pauses.note(refresh, {}, sentBefore, limitedFor("10"));
    QCOMPARE(pauses.standing(refresh, {})->retryAfter, std::optional(60s));
    pauses.note(refresh, {}, sentBefore, limitedFor("90"));
    QCOMPARE(pauses.standing(refresh, {})->retryAfter, std::optional(90s));
}

void TstPacedHttpClient::fault42NoPauseIsLongerThanAnHour()
{
    Rig rig;
    rig.network.answer("POST /auth/refresh", 429, {}, {{"Retry-After", "99999999999999999999"}});
    QCOMPARE(Rig::said(rig.ada), QStringLiteral("429"));
    QCOMPARE(Rig::said(rig.bob), QStringLiteral("rate_limited 3600"));
}

void TstPacedHttpClient::manyPathsTakeNoMoreMemory()
{
    tests::FakeClock clock;
    Pauses pauses(clock);
    HttpResponse limited;
    limited.status = 429;
    const auto place = [](int i) { return QUrl(QStringLiteral("https://api.example/%1").arg(i)); };
    const auto limitedFor = [&](int i, int seconds) {
        limited.headers = {{"Retry-After", QByteArray::number(seconds)}};
        pauses.note(place(i), {}, pauses.now(), limited);
    };
    for (int i = 0; i < 1'000; ++i)
        limitedFor(i, i + 1);
    QVERIFY(!pauses.standing(place(0), {})); // the shortest had to go; nothing worse than a refused request
    QVERIFY(pauses.standing(place(999), {}));
    qsizetype kept = 0;
    for (int i = 0; i < 1'000; ++i)
        kept += pauses.standing(place(i), {}) ? 1 : 0;
    QVERIFY2(kept > 0 && kept <= 512, qPrintable(QString::number(kept)));
}

void TstPacedHttpClient::manyPathsOfOneHostEndNoPauseOfAnother()
{
    Rig rig;
    const QString work = QStringLiteral("request");
    rig.network.answer("GET /mine", 429, {}, {{"Retry-After", "60"}});
    const auto get = [&work](const QString &address) {
        HttpRequest request = Rig::post(QUrl(address), false, work);
        request.method = "GET";
        return request;
    };
    QCOMPARE(Rig::told(NetRig::resultOf(rig.ada.send(get(QStringLiteral("https://api.example/mine"))))), QStringLiteral("429"));
    QList<core::Async<HttpResponse>> sent; // all before the first answer
    for (int i = 0; i < 600; ++i) {
        const QByteArray path = "/item/" + QByteArray::number(i);
        rig.network.answer("GET " + path, 503, {}, {{"Retry-After", "3600"}});
        rig.network.holdBack("GET " + path);
        sent.append(rig.ada.send(get(QStringLiteral("https://busy.example") + QString::fromLatin1(path))));
    }
    for (int i = 0; i < 600; ++i)
        rig.network.release("GET /item/" + QByteArray::number(i));
    QCOMPARE(Rig::told(NetRig::resultOf(sent.last())), QStringLiteral("503"));
    QCOMPARE(Rig::told(NetRig::resultOf(rig.bob.send(get(QStringLiteral("https://api.example/other"))))), QStringLiteral("rate_limited 60"));
    QCOMPARE(Rig::told(NetRig::resultOf(rig.bob.send(get(QStringLiteral("https://busy.example/other"))))), QStringLiteral("server_error 3600"));
}

KEYTURN_TEST(TstPacedHttpClient)

} // namespace keyturn::net

#include "tst_pacedhttpclient.moc"
