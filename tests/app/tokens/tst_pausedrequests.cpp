// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "net/pacedhttpclient.h"
#include "net/qthttpclient.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::BearerRig;
using tests::says;
using tests::Turn;

namespace {

/// A second way out, of another account at the same host as far as the host can tell.
struct Rig : BearerRig {
    explicit Rig(QList<Turn> turns) : BearerRig(std::move(turns)) { }

    net::Pauses pauses{world.clock};
    tokens::AuthenticatedNetworkAccessManager ada{process->manager, world.id, {{net::Origin::of(server.url())}, {}, {}, nullptr, nullptr, &pauses}};
    tokens::AuthenticatedNetworkAccessManager bob{process->manager, world.id, {{net::Origin::of(server.url())}, {}, {}, nullptr, nullptr, &pauses}};

    /// `200`, or an error's code with its wait in seconds.
    [[nodiscard]] QString said(QNetworkAccessManager &by, const QString &path)
    {
        const Reply reply(by.get(request(path)));
        if (!finishes(*reply))
            return QStringLiteral("never");
        if (const int status = statusOf(*reply); status != 0)
            return QString::number(status);
        const auto error = reply->attribute(net::HardenedAccessManager::FailureAttribute).value<core::Error>();
        return QStringLiteral("%1 %2").arg(error.code).arg(error.retryAfter ? error.retryAfter->count() : -1);
    }
};

} // namespace

/// Requests that anybody makes as an account heed what a host asked for, as Keyturn's own do (FAULTS 42).
class TstPausedRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onePauseHoldsForAllAccountsOfAHost_data();
    void onePauseHoldsForAllAccountsOfAHost();
    void itIsNoPauseOfRefreshes();
    void aReplyIsNeverOverBeforeItsCallerHasIt();
    void whoGoesThroughAnHttpClientIsCountedOnce();
    void aRefusalThatShowsNothingForLongEnds_data();
    void aRefusalThatShowsNothingForLongEnds();
};

void TstPausedRequests::onePauseHoldsForAllAccountsOfAHost_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("then");
    QTest::newRow("fault 42: 429") << says(429, {}, "Retry-After: 40\r\n") << "429"
                                   << "rate_limited 40";
    QTest::newRow("403 that says when to come back") << says(403, {}, "Retry-After: 40\r\n") << "403"
                                                     << "rate_limited 40";
    QTest::newRow("503 that says when to come back") << says(503, {}, "Retry-After: 40\r\n") << "503"
                                                     << "server_error 40";
    QTest::newRow("the last one let through") << says(200, {}, "RateLimit: limit=10, remaining=0, reset=40\r\n") << "200"
                                              << "rate_limited 40";
    QTest::newRow("429 without a time") << says(429) << "429"
                                        << "429";
}

void TstPausedRequests::onePauseHoldsForAllAccountsOfAHost()
{
    QFETCH(const Turn, turn);
    QFETCH(const QString, then);
    Rig rig({turn});
    QTEST(rig.said(rig.ada, QStringLiteral("/user")), "first");
    QCOMPARE(rig.said(rig.bob, QStringLiteral("/user")), then);
    QCOMPARE(rig.said(rig.ada, QStringLiteral("/elsewhere/there")), then);
    const bool waits = then.contains(u' ');
    QCOMPARE(rig.server.requests().size(), waits ? 1 : 3);
    rig.world.clock.advance(40s);
    QCOMPARE(rig.said(rig.bob, QStringLiteral("/user")), QString::number(turn.bytes.mid(9, 3).toInt()));
}

void TstPausedRequests::itIsNoPauseOfRefreshes()
{
    Rig rig({says(429, {}, "Retry-After: 40\r\n")});
    QCOMPARE(rig.said(rig.ada, QStringLiteral("/user")), QStringLiteral("429"));
    for (const char *purpose : {"refresh", "token", "sessions", "revocation"})
        QVERIFY2(!rig.pauses.standing(rig.server.url(QStringLiteral("/token")), QString::fromLatin1(purpose)), purpose);
}

void TstPausedRequests::aReplyIsNeverOverBeforeItsCallerHasIt()
{
    Rig rig({says(429, {}, "Retry-After: 40\r\n")});
    QCOMPARE(rig.said(rig.ada, QStringLiteral("/user")), QStringLiteral("429"));
    const Rig::Reply reply(rig.bob.get(rig.request()));
    QVERIFY(!reply->isFinished());
    const tests::Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, tests::words("error finished"));
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("rate_limited"));
}

/// What asks for sessions through the same manager tells its own purpose: its limit must not stop what anybody else asks for.
void TstPausedRequests::whoGoesThroughAnHttpClientIsCountedOnce()
{
    Rig rig({says(429, {}, "Retry-After: 40\r\n"), says(200)});
    net::ExchangeLog log;
    net::QtHttpClient plain(rig.world.clock, log, rig.ada);
    net::PacedHttpClient http(plain, rig.pauses);
    net::HttpRequest sessions;
    sessions.url = rig.server.url(QStringLiteral("/sessions"));
    sessions.purpose = QStringLiteral("sessions");
    const core::Async<net::HttpResponse> answer = http.send(sessions);
    QVERIFY(QTest::qWaitFor([&answer] { return answer.isFinished(); }));
    QCOMPARE(answer.result()->status, 429);
    QCOMPARE(rig.said(rig.bob, QStringLiteral("/user")), QStringLiteral("200"));
    QCOMPARE(rig.said(rig.bob, QStringLiteral("/sessions")), QStringLiteral("rate_limited 40"));
}

void TstPausedRequests::aRefusalThatShowsNothingForLongEnds_data()
{
    QTest::addColumn<Turn>("turn");
    const QByteArray challenge = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray chunk = "40\r\n" + QByteArray(64, 'x') + "\r\n";
    Turn flood{challenge + chunk};
    flood.drips = true;
    flood.dripFrom = challenge.size();
    QTest::newRow("fault 46: chunks without end") << flood;
    QTest::newRow("fault 46: one chunk and no more") << Turn{challenge + chunk};
}

/// Nobody who makes a request here says how long it may take, and of a 401 Qt gives out nothing before its end.
void TstPausedRequests::aRefusalThatShowsNothingForLongEnds()
{
    QFETCH(const Turn, turn);
    Rig rig({turn});
    QCOMPARE(rig.ada.transferTimeout(), int(net::HardenedAccessManager::longestSilence.count()));
    rig.ada.setTransferTimeout(150);
    const Rig::Reply reply(rig.ada.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(rig.statusOf(*reply), 0);
}

KEYTURN_TEST(TstPausedRequests)
#include "tst_pausedrequests.moc"
