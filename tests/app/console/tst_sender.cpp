// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/sender.h"
#include "net/hardenedaccessmanager.h"
#include "support/certificates.h"
#include "support/fakeclock.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QTest>

namespace keyturn::console {

using std::chrono::milliseconds;
using tests::ScriptedServer;
using tests::Turn;

namespace {

template <class T> core::Result<T> wait(core::Async<T> answer)
{
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, 30'000))
        return core::Error{core::ErrorKind::Offline, QStringLiteral("never_answered"), {}};
    return answer.result();
}

Draft to(const QUrl &url)
{
    Draft draft;
    draft.address = url.toString();
    return draft;
}

struct Rig {
    core::SystemClock clock;
    net::HardenedAccessManager manager;
    Sender sender{clock};
};

} // namespace

class TstSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answerIsToldWhole()
    {
        ScriptedServer server({{ScriptedServer::answer(404, "none", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-A: c\r\n")}});
        Rig rig;
        Draft draft = to(server.url(QStringLiteral("/a")));
        draft.method = "PATCH";
        draft.kind = BodyKind::Text;
        draft.text = "abc";
        qint64 received = 0;
        const auto answer = wait(rig.sender.send(rig.manager, draft, {}, {}, [&received](qint64 bytes) { received = bytes; }));
        QVERIFY(answer.ok());
        QCOMPARE(answer->status, 404);
        QCOMPARE(answer->httpVersion, QByteArray("HTTP/1.1"));
        QCOMPARE(answer->body, core::Secret("none"));
        QCOMPARE(answer->bodyBytes, 4);
        QCOMPARE(received, 4);
        QVERIFY(!answer->failure && !answer->isCut);
        QCOMPARE(answer->header("x-a"), QByteArray("c"));
        QCOMPARE(answer->headers.count(net::Header{"Set-Cookie", "b=2"}), 1);
        QVERIFY(server.requests().first().startsWith("PATCH /a HTTP/1.1\r\n"));
        QVERIFY(server.requests().first().endsWith("\r\n\r\nabc"));
        const Timing &timing = answer->timing;
        QCOMPARE(timing.lookup, milliseconds(-1)); // an address, and no name
        QCOMPARE(timing.encrypted, milliseconds(-1));
        QVERIFY(timing.connecting.count() >= 0 && timing.connecting <= timing.sent);
        QVERIFY(timing.sent <= timing.firstByte && timing.firstByte <= timing.total);
    }

    void connectingAndTlsAreToldApart()
    {
        tests::Authority authority;
        ScriptedServer server({{ScriptedServer::answer(200, "x")}}, authority.serverWith({}));
        Rig rig;
        rig.manager.setTrust({{net::Origin::of(server.url()), authority.certificate().toPem()}});
        const auto answer = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QVERIFY(answer.ok());
        QCOMPARE(answer->status, 200);
        const Timing &timing = answer->timing;
        QVERIFY(timing.connecting.count() >= 0 && timing.connecting <= timing.connected);
        QVERIFY(timing.connected <= timing.encrypted && timing.encrypted <= timing.sent);
        // The connection stands now: nothing is made, and nothing beside it.
        const qsizetype connections = server.connections();
        const auto again = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QCOMPARE(again->status, 200);
        QCOMPARE(again->timing.connecting, milliseconds(-1));
        QCOMPARE(again->timing.connected, milliseconds(-1));
        QCOMPARE(server.connections(), connections);
        QCOMPARE(server.requests().size(), 2);
    }

    void requestsThatWereSentAgainAreCounted()
    {
        ScriptedServer server({{{}, Turn::Then::Close}, {ScriptedServer::answer(200, "x")}});
        Rig rig;
        const auto answer = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->lostSendings, int(server.requests().size()) - 1);
        QCOMPARE(answer->lostSendings, 1);
        QVERIFY(answer->timing.sent <= answer->timing.firstByte && answer->timing.firstByte <= answer->timing.total);
    }

    void unansweredChangesMayHaveBeenMade()
    {
        ScriptedServer server({{{}, Turn::Then::Close}});
        Rig rig;
        Draft draft = to(server.url());
        draft.method = "POST";
        const auto answer = wait(rig.sender.send(rig.manager, draft, {}));
        QCOMPARE(answer->failure->code, QStringLiteral("answer_missing"));
        QCOMPARE(server.requests().size(), 1);
        server.close();
        QCOMPARE(wait(rig.sender.send(rig.manager, draft, {}))->failure->code, QStringLiteral("connection_refused"));
    }

    void whyNothingCameIsSaid()
    {
        ScriptedServer server({{{}, Turn::Then::Close}});
        Rig rig;
        const auto answer = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QVERIFY(answer.ok());
        QCOMPARE(answer->status, 0);
        QCOMPARE(answer->failure->code, QStringLiteral("connection_closed"));
        server.close();
        const auto refused = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QCOMPARE(refused->failure->code, QStringLiteral("connection_refused"));
    }

    void answerThatBreaksOffKeepsWhatCame()
    {
        ScriptedServer server({{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", Turn::Then::Close}});
        Rig rig;
        const auto answer = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, core::Secret("half"));
        QVERIFY(answer->failure);
    }

    void tooLongAnswerIsCut()
    {
        ScriptedServer server({{ScriptedServer::answer(200, QByteArray(mostBodyBytes + 1000, 'x'))}});
        Rig rig;
        const auto answer = wait(rig.sender.send(rig.manager, to(server.url()), {}));
        QVERIFY(answer.ok());
        QVERIFY(answer->isCut);
        QVERIFY(!answer->failure);
        QCOMPARE(answer->bodyBytes, mostBodyBytes);
        QCOMPARE(answer->body.size(), mostBodyBytes);
    }

    void stopEndsIt()
    {
        ScriptedServer server({Turn()}); // never answers
        Rig rig;
        std::stop_source stop;
        const auto answer = rig.sender.send(rig.manager, to(server.url()), {}, stop.get_token());
        QTRY_COMPARE(server.requests().size(), 1);
        stop.request_stop();
        QCOMPARE(wait(answer).error().kind, core::ErrorKind::Cancelled);
        const auto volley = rig.sender.fire(rig.manager, to(server.url()), {}, 3, stop.get_token());
        QCOMPARE(wait(volley).error().kind, core::ErrorKind::Cancelled);
    }

    void itsDestructionEndsIt()
    {
        ScriptedServer server({Turn()});
        core::SystemClock clock;
        net::HardenedAccessManager manager;
        core::Async<Answer> answer;
        {
            Sender sender(clock);
            answer = sender.send(manager, to(server.url()), {});
            QTRY_COMPARE(server.requests().size(), 1);
        }
        QCOMPARE(wait(answer).error().kind, core::ErrorKind::Cancelled);
    }

    void nameIsLookedUpFirst()
    {
        Rig rig;
        const auto answer = wait(rig.sender.send(rig.manager, to(QUrl(QStringLiteral("http://nowhere.invalid/"))), {}));
        QVERIFY(answer.ok());
        QVERIFY(answer->failure);
        QVERIFY(answer->timing.lookup.count() >= 0);
    }

    void draftIsLookedThroughFirst()
    {
        Rig rig;
        QCOMPARE(wait(rig.sender.send(rig.manager, to(QUrl(QStringLiteral("ftp://x.example/"))), {})).error().code,
                 QStringLiteral("url_scheme_refused"));
        QCOMPARE(wait(rig.sender.fire(rig.manager, to(QUrl(QStringLiteral("ftp://x.example/"))), {}, 2)).error().code,
                 QStringLiteral("url_scheme_refused"));
        for (const int count : {0, -1, Sender::mostShots + 1})
            QCOMPARE(wait(rig.sender.fire(rig.manager, to(QUrl(QStringLiteral("http://127.0.0.1/"))), {}, count)).error().code,
                     QStringLiteral("shots_invalid"));
    }

    void volleyIsCounted()
    {
        ScriptedServer server({{ScriptedServer::answer(200, "a")}, {ScriptedServer::answer(401, {})}, {ScriptedServer::answer(200, "b")}});
        Rig rig;
        int landed = 0;
        const auto volley = wait(rig.sender.fire(rig.manager, to(server.url()), {}, 20, {}, [&landed](int count) { landed = count; }));
        QVERIFY(volley.ok());
        QCOMPARE(landed, 20);
        QCOMPARE(server.requests().size(), 20);
        QCOMPARE(volley->shots.size(), 20);
        QCOMPARE(volley->outcomes(), (QMap<QString, int>{{QStringLiteral("200"), 19}, {QStringLiteral("401"), 1}}));
        QVERIFY(volley->median() <= volley->slowest() && volley->slowest() <= volley->total());
    }

    void volleyIsSummedUp()
    {
        using std::chrono_literals::operator""ms;
        QCOMPARE(Volley().median(), 0ms);
        const Volley volley{{{200, {}, 0ms, 30ms}, {0, QStringLiteral("timeout"), 5ms, 10ms}, {200, {}, 50ms, 20ms}, {500, {}, 1ms, 40ms}}};
        QCOMPARE(volley.median(), 25ms);
        QCOMPARE(volley.slowest(), 40ms);
        QCOMPARE(volley.total(), 70ms);
        QCOMPARE(volley.outcomes().value(QStringLiteral("timeout")), 1);
    }
};

KEYTURN_TEST(TstSender)

} // namespace keyturn::console

#include "tst_sender.moc"
