// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/tokenworld.h"
#include "load/heap.h"
#include "load/loadserver.h"
#include "net/exchangelog.h"
#include "net/pacedhttpclient.h"
#include "support/registry.h"
#include "tokens/authenticatednetworkaccessmanager.h"

#include <QNetworkReply>
#include <QTest>

#include <algorithm>
#include <array>

namespace keyturn::load {

/// A program that asks for everything at once, of servers of which some are slow, some refuse, and some break off.
class TstInFlight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allEndOnceAndNoneIsSentTwiceThatMustNotBe();
};

namespace {

constexpr int requests = 10'000;
constexpr std::array manners{Manner::Answers, Manner::Slow,       Manner::Fails,      Manner::Busy,   Manner::Limits,
                             Manner::HangsUp, Manner::RefusesOld, Manner::RefusesAll, Manner::Resets, Manner::BreaksOff};
constexpr int servers = static_cast<int>(manners.size());
/// Of a request in flight, the servers' share of it in this process included; a third of it is usual.
constexpr qint64 mostPerRequest = 100'000;
/// What may be left when all is gone: what Qt and the C library keep for the next time.
constexpr qint64 mostLeft = 2'000'000;

const QByteArray body = QByteArray(100, 'q');

/// What became of a request.
struct Outcome {
    int ends = 0; ///< How often it was over.
    int status = 0;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString code; ///< Of Keyturn's own error.
    qint64 bytes = 0;
};

/// Ada is signed in, and all servers may have her token.
class Rig
{
public:
    Rig()
    {
        if (!world.signIn(*process).ok())
            qFatal("not signed in");
        tokens::Signing signing{{}, {}, {}, nullptr, nullptr, &pauses, &world.clock, &log};
        for (const Manner manner : manners) {
            all.push_back(std::make_unique<LoadServer>(manner));
            signing.origins.append(net::Origin::of(all.back()->url(0)));
        }
        manager = std::make_unique<tokens::AuthenticatedNetworkAccessManager>(process->manager, world.id, signing);
        manager->setTransferTimeout(0); // how long the last ones wait for their turn is the machine's
    }

    [[nodiscard]] LoadServer &server(int number) const { return *all.at(static_cast<std::size_t>(number % servers)); }
    [[nodiscard]] static bool isPost(int number) { return number / servers % 5 == 3; }
    [[nodiscard]] static bool isPut(int number) { return number / servers % 5 == 4; }

    void send(int number)
    {
        const QNetworkRequest request(server(number).url(number));
        QNetworkReply *reply = isPost(number) ? manager->post(request, body) : isPut(number) ? manager->put(request, body) : manager->get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, [this, reply, number] {
            Outcome &outcome = outcomes[static_cast<std::size_t>(number)];
            ++outcome.ends;
            outcome.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            outcome.error = reply->error();
            outcome.code = reply->attribute(net::HardenedAccessManager::FailureAttribute).value<core::Error>().code;
            outcome.bytes = reply->readAll().size();
            reply->deleteLater();
            if (++ended % 100 == 0)
                look();
        });
    }
    void look() { peak = std::max(peak, heapInUse()); }
    [[nodiscard]] qsizetype countEndings(int from, int to) const
    {
        return std::count_if(outcomes.begin() + from, outcomes.begin() + to, [](const Outcome &outcome) { return outcome.ends == 1; });
    }

    tests::TokenWorld world;
    std::unique_ptr<tests::TokenWorld::Process> process = world.start();
    net::Pauses pauses{world.clock};
    net::ExchangeLog log;
    std::vector<std::unique_ptr<LoadServer>> all;
    std::unique_ptr<tokens::AuthenticatedNetworkAccessManager> manager;
    std::vector<Outcome> outcomes{static_cast<std::size_t>(requests + servers * 10)};
    int ended = 0;
    qint64 peak = 0;
};

/// The sentence that says what was to be expected of request @p number and did not come; empty where it did.
QString complaint(const Rig &rig, int number)
{
    const Outcome &outcome = rig.outcomes[static_cast<std::size_t>(number)];
    const LoadServer &server = rig.server(number);
    const int deliveries = server.deliveries(number);
    const bool isPost = Rig::isPost(number);
    const auto is = [&outcome](int status, QNetworkReply::NetworkError error) { return outcome.status == status && outcome.error == error; };
    bool good = false;
    bool often = deliveries == 1; ///< Enough, and no more than may be.
    switch (server.manner()) {
    case Manner::Answers:
    case Manner::Slow:
        good = is(200, QNetworkReply::NoError) && outcome.bytes == 100;
        break;
    case Manner::Fails:
        good = is(500, QNetworkReply::InternalServerError);
        break;
    case Manner::Busy:
        good = is(503, QNetworkReply::ServiceUnavailableError);
        break;
    case Manner::Limits:
        good = is(429, QNetworkReply::UnknownContentError);
        break;
    case Manner::RefusesOld:
        often = deliveries == (isPost ? 1 : 2);
        good = isPost ? is(401, QNetworkReply::AuthenticationRequiredError) : is(200, QNetworkReply::NoError);
        break;
    case Manner::RefusesAll:
        often = deliveries == (isPost ? 1 : 2);
        good = is(401, QNetworkReply::AuthenticationRequiredError);
        break;
    case Manner::HangsUp:
    case Manner::Resets:
        often = deliveries <= 1 || !isPost; // Qt tries again what may be tried again
        good = is(0, QNetworkReply::RemoteHostClosedError);
        break;
    case Manner::BreaksOff:
        good = deliveries == 0 ? is(0, QNetworkReply::RemoteHostClosedError) // not even sent, by a connection that was just being closed
                               : is(200, QNetworkReply::RemoteHostClosedError) && outcome.bytes == 50;
        often = deliveries <= 1;
        break;
    }
    if (good && often)
        return {};
    return QStringLiteral("request %1 (%2) of a server in manner %3 ended with status %4, error %5 (%6), %7 bytes; it was delivered %8 times")
        .arg(number)
        .arg(isPost ? QStringLiteral("POST") : QStringLiteral("no POST"))
        .arg(static_cast<int>(server.manner()))
        .arg(outcome.status)
        .arg(static_cast<int>(outcome.error))
        .arg(outcome.code)
        .arg(outcome.bytes)
        .arg(deliveries);
}

/// What Qt, OpenSSL and the C library make at their first use is no leak.
void warmUp()
{
    Rig rig;
    for (int i = 0; i < servers * 10; ++i)
        rig.send(i);
    if (!QTest::qWaitFor([&rig] { return rig.ended == servers * 10; }, 60'000))
        qFatal("the first requests do not end");
}

} // namespace

void TstInFlight::allEndOnceAndNoneIsSentTwiceThatMustNotBe()
{
    warmUp();
    tests::TokenWorld::turn();
    const qint64 before = heapInUse();
    qint64 peak = 0;
    {
        Rig rig;
        for (int i = 0; i < requests; ++i)
            rig.send(i);
        rig.look();
        QCOMPARE(rig.ended, 0); // all of them are in flight
        QVERIFY(QTest::qWaitFor([&rig] { return rig.ended >= requests; }, 300'000));
        QCOMPARE(rig.countEndings(0, requests), requests);
        QCOMPARE(rig.ended, requests);
        for (int i = 0; i < requests; ++i) {
            const QString wrong = complaint(rig, i);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        QCOMPARE(rig.world.refresher.spent, QByteArrayList{"refresh-1"}); // two thousand refusals are one
        // Who asked for a pause is spared from now on, and whoever comes is told so.
        const qint64 busy = rig.server(3).allDeliveries() + rig.server(4).allDeliveries();
        for (int i = requests; i < requests + servers * 10; ++i)
            rig.send(i);
        QVERIFY(QTest::qWaitFor([&rig] { return rig.ended >= requests + servers * 10; }, 60'000));
        QCOMPARE(rig.countEndings(requests, requests + servers * 10), servers * 10);
        QCOMPARE(rig.server(3).allDeliveries() + rig.server(4).allDeliveries(), busy);
        QCOMPARE(rig.outcomes[requests + 3].code, QStringLiteral("server_error"));
        QCOMPARE(rig.outcomes[requests + 4].code, QStringLiteral("rate_limited"));
        peak = rig.peak;
    }
    tests::TokenWorld::turn();
    const qint64 after = heapInUse();
    qInfo("%d requests in flight: %lld bytes each at the most, %lld bytes left of all", requests, (peak - before) / requests, after - before);
    QVERIFY((peak - before) / requests < mostPerRequest);
    QVERIFY(after - before < mostLeft);
}

} // namespace keyturn::load

using keyturn::load::TstInFlight;
KEYTURN_TEST(TstInFlight)
#include "tst_inflight.moc"
