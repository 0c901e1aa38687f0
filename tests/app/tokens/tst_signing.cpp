// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/registry.h"

using namespace keyturn;
using tests::BearerRig;
using tests::says;
using tokens::AuthenticatedNetworkAccessManager;

/// Backends that take their token otherwise than as `Authorization: Bearer`, or ask for more.
class TstSigning : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTokenGoesInTheHeaderThatTheProfileNames();
    void aSessionCookieIsSentToItsOriginAlone();
    void anotherSessionIdIsKept();
    void theSessionIdThatStaysIsNotStoredAgain();
    void severalCookiesAreOneSession();
    void aGatewaysKeyMayBeAuthorization();
    void aSessionThatIsOverAsksForANewSignIn();
    void theGuardIsAskedBeforeWhatChangesSomething_data();
    void theGuardIsAskedBeforeWhatChangesSomething();
    void withoutItsPassNothingIsSent();
    void abortingWhileTheGuardIsAskedIsSafe();
    void theProfilesHeadersGoToItsOriginAlone();
};

namespace {

/// A sign-in that cannot be renewed and does not tell its end, as a session's.
model::TokenSet session(const char *id)
{
    model::TokenSet tokens;
    tokens.accessToken = core::Secret(id);
    return tokens;
}

class ScriptedGuard final : public tokens::RequestGuard
{
public:
    [[nodiscard]] core::Async<Pass> pass(const model::TokenSet &) override
    {
        ++asked;
        if (heldBack)
            return promise.future();
        return core::ready<Pass>(answer);
    }
    int asked = 0;
    bool heldBack = false;
    core::Promise<Pass> promise;
    core::Result<Pass> answer = Pass{{{"X-CSRF-Token", "T"}}, {{"_csrf", core::Secret("S")}, {"sid", core::Secret("planted")}}};
};

QByteArray headerOf(const QByteArray &request, const QByteArray &name)
{
    const qsizetype at = request.toLower().indexOf("\r\n" + name.toLower() + ": ");
    const qsizetype from = at + name.size() + 4;
    return at < 0 ? QByteArray() : request.mid(from, request.indexOf("\r\n", from) - from);
}

struct CookieRig : BearerRig {
    explicit CookieRig(QList<tests::Turn> turns) : BearerRig(std::move(turns))
    {
        if (!world.signIn(*process, session("abc")).ok())
            qFatal("not signed in");
    }
    ScriptedGuard guard;
    AuthenticatedNetworkAccessManager cookies{
        process->manager, world.id, {{net::Origin::of(server.url())}, {"Authorization", "Bearer", "sid"}, {}, &guard}};
};

} // namespace

void TstSigning::theTokenGoesInTheHeaderThatTheProfileNames()
{
    BearerRig rig({says(200)});
    AuthenticatedNetworkAccessManager manager(rig.process->manager, rig.world.id,
                                              {{net::Origin::of(rig.server.url())}, {"X-Access-Token", {}, {}}, {}, nullptr});
    QNetworkRequest request = rig.request();
    request.setRawHeader("X-Access-Token", "callers-own");
    const BearerRig::Reply reply(manager.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(headerOf(rig.server.requests().first(), "X-Access-Token"), QByteArray("access-1"));
    QCOMPARE(rig.bearers(), QByteArrayList{"none"});
}

void TstSigning::aSessionCookieIsSentToItsOriginAlone()
{
    CookieRig rig({says(200)});
    tests::ScriptedServer elsewhere({says(200)});
    const BearerRig::Reply home(rig.cookies.get(rig.request()));
    const BearerRig::Reply away(rig.cookies.get(QNetworkRequest(elsewhere.url())));
    QVERIFY(rig.finishes(*home) && rig.finishes(*away));
    QCOMPARE(headerOf(rig.server.requests().first(), "Cookie"), QByteArray("sid=abc"));
    QCOMPARE(headerOf(elsewhere.requests().first(), "Cookie"), QByteArray());
    QCOMPARE(rig.bearers(), QByteArrayList{"none"});
    QCOMPARE(rig.guard.asked, 0);
}

void TstSigning::anotherSessionIdIsKept()
{
    CookieRig rig({says(200, {}, "Set-Cookie: other=x\r\nSet-Cookie: sid=def; Path=/; HttpOnly\r\n")});
    const BearerRig::Reply first(rig.cookies.get(rig.request()));
    QVERIFY(rig.finishes(*first));
    QTRY_COMPARE(rig.world.record().generation, quint64(3)); // signed in twice, then moved on
    const auto process = rig.world.start(); // what another process finds
    const auto stored = tests::answerOf(process->manager.tokens(rig.world.id));
    QVERIFY(stored.ok());
    QVERIFY(stored->accessToken == core::Secret("def"));
    const BearerRig::Reply second(rig.cookies.get(rig.request()));
    QVERIFY(rig.finishes(*second));
    QCOMPARE(headerOf(rig.server.requests().last(), "Cookie"), QByteArray("sid=def"));
}

void TstSigning::theSessionIdThatStaysIsNotStoredAgain()
{
    CookieRig rig(
        {says(200, {}, "Set-Cookie: sid=abc; Path=/; HttpOnly; Max-Age=86400\r\n"), says(200, {}, "Set-Cookie: sid=; Path=/; Max-Age=0\r\n")});
    for (int i = 0; i < 2; ++i) {
        const BearerRig::Reply reply(rig.cookies.get(rig.request()));
        QVERIFY(rig.finishes(*reply));
    }
    tests::TokenWorld::turn();
    QCOMPARE(rig.world.record().generation, quint64(2));
}

void TstSigning::severalCookiesAreOneSession()
{
    BearerRig rig({says(200, {}, "Set-Cookie: s.sig=two; HttpOnly\r\n"), says(200)});
    QVERIFY(rig.world.signIn(*rig.process, session("s=a;s.sig=one")).ok());
    AuthenticatedNetworkAccessManager manager(rig.process->manager, rig.world.id,
                                              {{net::Origin::of(rig.server.url())}, {"Authorization", "Bearer", "s", {"s.sig"}}, {}, nullptr});
    const BearerRig::Reply first(manager.get(rig.request()));
    QVERIFY(rig.finishes(*first));
    QCOMPARE(headerOf(rig.server.requests().first(), "Cookie"), QByteArray("s=a; s.sig=one"));
    QTRY_COMPARE(rig.world.record().generation, quint64(3)); // the new signature is kept with the cookie that it signs
    const BearerRig::Reply second(manager.get(rig.request()));
    QVERIFY(rig.finishes(*second));
    QCOMPARE(headerOf(rig.server.requests().last(), "Cookie"), QByteArray("s=a; s.sig=two"));
}

void TstSigning::aGatewaysKeyMayBeAuthorization()
{
    BearerRig rig({says(200)});
    AuthenticatedNetworkAccessManager manager(
        rig.process->manager, rig.world.id,
        {{net::Origin::of(rig.server.url())}, {"X-Access-Token", {}, {}}, {{"Authorization", "Bearer gateway"}}, nullptr});
    QNetworkRequest request = rig.request();
    request.setRawHeader("Authorization", "callers-own");
    const BearerRig::Reply reply(manager.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(headerOf(rig.server.requests().first(), "Authorization"), QByteArray("Bearer gateway"));
    QCOMPARE(headerOf(rig.server.requests().first(), "X-Access-Token"), QByteArray("access-1"));
}

void TstSigning::aSessionThatIsOverAsksForANewSignIn()
{
    CookieRig rig({says(401)});
    const BearerRig::Reply reply(rig.cookies.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 401);
    QTRY_VERIFY(!rig.world.isSignedIn());
    QCOMPARE(rig.server.requests().size(), 1);
    QVERIFY(rig.world.refresher.spent.isEmpty());
}

void TstSigning::theGuardIsAskedBeforeWhatChangesSomething_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("asked");
    for (const char *method : {"GET", "HEAD", "OPTIONS"})
        QTest::newRow(method) << QByteArray(method) << 0;
    for (const char *method : {"POST", "PUT", "PATCH", "DELETE"})
        QTest::newRow(method) << QByteArray(method) << 1;
}

void TstSigning::theGuardIsAskedBeforeWhatChangesSomething()
{
    QFETCH(const QByteArray, method);
    QFETCH(const int, asked);
    CookieRig rig({tests::Turn{"HTTP/1.1 204 No Content\r\n\r\n"}});
    const BearerRig::Reply reply(rig.cookies.sendCustomRequest(rig.request(), method));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 204);
    QCOMPARE(rig.guard.asked, asked);
    const QByteArray sent = rig.server.requests().first();
    QCOMPARE(headerOf(sent, "X-CSRF-Token"), asked ? QByteArray("T") : QByteArray());
    QCOMPARE(headerOf(sent, "Cookie"), asked ? QByteArray("sid=abc; _csrf=S") : QByteArray("sid=abc"));
}

void TstSigning::withoutItsPassNothingIsSent()
{
    CookieRig rig({says(200)});
    rig.guard.answer = core::Error{core::ErrorKind::BadReply, QStringLiteral("csrf_missing"), {}};
    const BearerRig::Reply reply(rig.cookies.post(rig.request(), QByteArray("a=b")));
    QVERIFY(rig.finishes(*reply));
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("csrf_missing"));
    QCOMPARE(rig.server.connections(), 0);
}

void TstSigning::abortingWhileTheGuardIsAskedIsSafe() // FAULTS 83
{
    CookieRig rig({says(200)});
    rig.guard.heldBack = true;
    BearerRig::Reply reply(rig.cookies.post(rig.request(), QByteArray("a=b")));
    QTRY_COMPARE(rig.guard.asked, 1);
    reply->abort();
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    BearerRig::Reply gone(rig.cookies.post(rig.request(), QByteArray("a=b")));
    QTRY_COMPARE(rig.guard.asked, 2);
    gone.reset();
    rig.guard.promise.finish(tokens::RequestGuard::Pass{});
    tests::TokenWorld::turn();
    QCOMPARE(rig.server.connections(), 0);
}

void TstSigning::theProfilesHeadersGoToItsOriginAlone()
{
    BearerRig rig({says(200)});
    tests::ScriptedServer elsewhere({says(200)});
    AuthenticatedNetworkAccessManager manager(
        rig.process->manager, rig.world.id,
        {{net::Origin::of(rig.server.url())}, {}, {{"Origin", "https://app.example"}, {"X-App", "profile"}}, nullptr});
    QNetworkRequest request = rig.request();
    request.setRawHeader("X-App", "caller");
    const BearerRig::Reply home(manager.get(request));
    const BearerRig::Reply away(manager.get(QNetworkRequest(elsewhere.url())));
    QVERIFY(rig.finishes(*home) && rig.finishes(*away));
    QCOMPARE(headerOf(rig.server.requests().first(), "Origin"), QByteArray("https://app.example"));
    QCOMPARE(headerOf(rig.server.requests().first(), "X-App"), QByteArray("caller"));
    QCOMPARE(headerOf(elsewhere.requests().first(), "Origin"), QByteArray());
}

KEYTURN_TEST(TstSigning)
#include "tst_signing.moc"
