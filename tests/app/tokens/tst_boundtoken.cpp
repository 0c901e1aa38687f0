// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/registry.h"

using namespace keyturn;
using tests::BearerRig;
using tests::says;
using tokens::AuthenticatedNetworkAccessManager;

/// Tokens that are bound to a key (RFC 9449 §7).
class TstBoundToken : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRequestHasAProofOfItsOwn_data();
    void everyRequestHasAProofOfItsOwn();
    void whatIsNotBoundStaysBearer();
    void theProfilesOwnHeaderDoesNotCountForIt();
    void withoutAProverItIsNotSent();
    void withoutAProofItIsNotSent();
    void aCallersOwnProofIsTakenOut();
    void neitherTokenNorProofGoesElsewhere();
    void aProofWithTheServersNonceIsTriedOnce_data();
    void aProofWithTheServersNonceIsTriedOnce();
    void aServerThatIsNeverContentEndsAsThe401();
    void aReplayAfterARefreshHasAProofOfItsOwn();
    void aNonceThatIsMissingAfterARefreshIsSentToo();
    void aRefusedProofDoesNotSpendTheRefreshToken();
    void aNonceComesWithAnyAnswer();
};

namespace {

const QByteArray nonceWanted = "WWW-Authenticate: DPoP error=\"use_dpop_nonce\", error_description=\"nonce\"\r\nDPoP-Nonce: n-1\r\n";

/// Writes down what it was asked for, in place of a signature.
class PlainProver final : public tokens::TokenProver
{
public:
    [[nodiscard]] core::Result<QByteArray> prove(const core::Secret &proofKey, const QByteArray &method, const QUrl &url,
                                                 const core::Secret &accessToken) override
    {
        if (proofKey != core::Secret("key"))
            return core::Error{core::ErrorKind::Storage, QStringLiteral("proof_key_broken"), {}};
        return QByteArray::number(++count) + '/' + method + '/' + url.path().toLatin1() + '/' + accessToken.reveal().toByteArray() + '/' + nonce;
    }
    bool noteNonce(const QUrl &, const QByteArray &given) override
    {
        nonce = given;
        return true;
    }
    QByteArray nonce = "none";
    int count = 0;
};

QByteArray headerOf(const QByteArray &request, const QByteArray &name)
{
    const qsizetype at = request.toLower().indexOf("\r\n" + name.toLower() + ": ");
    const qsizetype from = at + name.size() + 4;
    return at < 0 ? QByteArray() : request.mid(from, request.indexOf("\r\n", from) - from);
}

struct BoundRig : BearerRig {
    explicit BoundRig(QList<tests::Turn> turns, const core::Secret &key = core::Secret("key")) : BearerRig(std::move(turns))
    {
        model::TokenSet tokens = world.refresher.grant(); // access-2
        tokens.proofKey = key;
        tokens.bound = true;
        if (!world.signIn(*process, tokens).ok())
            qFatal("not signed in");
    }
    [[nodiscard]] QByteArrayList sent(const QByteArray &header) const
    {
        QByteArrayList values;
        for (const QByteArray &request : server.requests())
            values.append(headerOf(request, header));
        return values;
    }
    PlainProver prover;
    AuthenticatedNetworkAccessManager bound{process->manager, world.id, {{net::Origin::of(server.url())}, {}, {}, nullptr, &prover}};
};

} // namespace

void TstBoundToken::everyRequestHasAProofOfItsOwn_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
        QTest::newRow(method) << QByteArray(method);
}

void TstBoundToken::everyRequestHasAProofOfItsOwn()
{
    QFETCH(const QByteArray, method);
    BoundRig rig({tests::Turn{"HTTP/1.1 204 No Content\r\n\r\n"}});
    for (int i = 0; i < 2; ++i) {
        const BearerRig::Reply reply(rig.bound.sendCustomRequest(rig.request(QStringLiteral("/x?q=1")), method));
        QVERIFY(rig.finishes(*reply));
        QCOMPARE(rig.statusOf(*reply), 204);
    }
    QCOMPARE(rig.sent("Authorization"), QByteArrayList({"DPoP access-2", "DPoP access-2"}));
    QCOMPARE(rig.sent("DPoP"), QByteArrayList({"1/" + method + "//x/access-2/none", "2/" + method + "//x/access-2/none"}));
}

void TstBoundToken::whatIsNotBoundStaysBearer()
{
    BoundRig rig({says(200)});
    model::TokenSet tokens = rig.world.refresher.grant(); // access-3
    tokens.proofKey = core::Secret("key"); // of the refresh token alone
    QVERIFY(rig.world.signIn(*rig.process, tokens).ok());
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.bearers(), QByteArrayList{"access-3"});
    QCOMPARE(rig.prover.count, 0);
}

/// RFC 9449 section 7.1 knows one place for it.
void TstBoundToken::theProfilesOwnHeaderDoesNotCountForIt()
{
    BoundRig rig({says(200)});
    for (const model::AccessUse &use : {model::AccessUse{"X-Access-Token", {}, {}}, model::AccessUse{"Authorization", "Bearer", "sid"}}) {
        AuthenticatedNetworkAccessManager manager(rig.process->manager, rig.world.id,
                                                  {{net::Origin::of(rig.server.url())}, use, {}, nullptr, &rig.prover});
        const BearerRig::Reply reply(manager.get(rig.request()));
        QVERIFY(rig.finishes(*reply));
        QCOMPARE(rig.sent("Authorization").last(), QByteArray("DPoP access-2"));
        QVERIFY(!rig.server.requests().last().toLower().contains("x-access-token"));
        QVERIFY(!rig.server.requests().last().toLower().contains("cookie"));
    }
}

void TstBoundToken::withoutAProverItIsNotSent()
{
    BoundRig rig({says(200)});
    const BearerRig::Reply reply = rig.get();
    QVERIFY(!reply->isFinished()); // told later, as callers expect
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("proof_unavailable"));
    QCOMPARE(rig.server.connections(), 0);
}

void TstBoundToken::withoutAProofItIsNotSent()
{
    BoundRig rig({says(200)}, core::Secret("another key"));
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.errorCodeOf(*reply), QStringLiteral("proof_key_broken"));
    QCOMPARE(rig.server.connections(), 0);
}

void TstBoundToken::aCallersOwnProofIsTakenOut()
{
    BoundRig rig({says(200)});
    QNetworkRequest request = rig.request();
    request.setRawHeader("DPoP", "callers-own");
    const BearerRig::Reply reply(rig.bound.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.sent("DPoP"), QByteArrayList{"1/GET///access-2/none"});
}

void TstBoundToken::neitherTokenNorProofGoesElsewhere() // FAULTS 78
{
    BoundRig rig({says(200)});
    tests::ScriptedServer elsewhere({says(200)});
    QNetworkRequest request(elsewhere.url());
    request.setRawHeader("DPoP", "callers-own");
    const BearerRig::Reply reply(rig.bound.get(request));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(headerOf(elsewhere.requests().first(), "Authorization"), QByteArray());
    QCOMPARE(headerOf(elsewhere.requests().first(), "DPoP"), QByteArray());
}

void TstBoundToken::aProofWithTheServersNonceIsTriedOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    for (const char *method : {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH"})
        QTest::addRow("%s", method) << QByteArray(method) << QByteArray();
    for (const char *method : {"PUT", "POST", "PATCH"})
        QTest::addRow("%s with a body", method) << QByteArray(method) << QByteArray("{}");
}

void TstBoundToken::aProofWithTheServersNonceIsTriedOnce()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, body);
    BoundRig rig({says(401, {}, nonceWanted), tests::Turn{"HTTP/1.1 204 No Content\r\n\r\n"}});
    const BearerRig::Reply reply(rig.bound.sendCustomRequest(rig.request(), method, body));
    tests::Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 204);
    QCOMPARE(rig.server.requests().size(), 2);
    QCOMPARE(told.list.count(QStringLiteral("head")), 1);
    QCOMPARE(rig.sent("DPoP").last(), "2/" + method + "///access-2/n-1");
    QCOMPARE(rig.server.requests().last().endsWith("\r\n\r\n" + body), true);
    tests::TokenWorld::turn();
    QVERIFY(rig.world.refresher.spent.isEmpty());
    const BearerRig::Reply next(rig.bound.post(rig.request(), QByteArray("{}")));
    QVERIFY(rig.finishes(*next));
    QCOMPARE(rig.statusOf(*next), 204);
    QVERIFY(rig.sent("DPoP").last().endsWith("POST///access-2/n-1"));
}

void TstBoundToken::aServerThatIsNeverContentEndsAsThe401()
{
    BoundRig rig({says(401, "no", nonceWanted)});
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 401);
    QCOMPARE(reply->readAll(), QByteArray("no"));
    QCOMPARE(rig.server.requests().size(), 2);
    QVERIFY(rig.world.refresher.spent.isEmpty());
}

void TstBoundToken::aReplayAfterARefreshHasAProofOfItsOwn()
{
    BoundRig rig({says(401, {}, "WWW-Authenticate: DPoP error=\"invalid_token\", algs=\"ES256\"\r\n"), says(200)});
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 200);
    QCOMPARE(rig.sent("Authorization"), QByteArrayList({"DPoP access-2", "DPoP access-3"}));
    QCOMPARE(rig.sent("DPoP"), QByteArrayList({"1/GET///access-2/none", "2/GET///access-3/none"}));
}

void TstBoundToken::aNonceThatIsMissingAfterARefreshIsSentToo()
{
    BoundRig rig({says(401, {}, "WWW-Authenticate: DPoP error=\"invalid_token\"\r\n"), says(401, {}, nonceWanted), says(200)});
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 200);
    QCOMPARE(rig.sent("DPoP").last(), QByteArray("3/GET///access-3/n-1"));
    QCOMPARE(rig.world.refresher.spent.size(), 1);
}

/// A clock that is wrong, for instance: another token would fare no better.
void TstBoundToken::aRefusedProofDoesNotSpendTheRefreshToken()
{
    BoundRig rig({says(401, {}, "WWW-Authenticate: DPoP error=\"invalid_dpop_proof\"\r\n")});
    const BearerRig::Reply reply(rig.bound.get(rig.request()));
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), 401);
    tests::TokenWorld::turn();
    QVERIFY(rig.world.refresher.spent.isEmpty());
    QCOMPARE(rig.server.requests().size(), 1);
}

/// Section 8.2.
void TstBoundToken::aNonceComesWithAnyAnswer()
{
    BoundRig rig({says(200, {}, "DPoP-Nonce: n-7\r\n")});
    for (int i = 0; i < 2; ++i) {
        const BearerRig::Reply reply(rig.bound.get(rig.request()));
        QVERIFY(rig.finishes(*reply));
    }
    QCOMPARE(rig.sent("DPoP"), QByteArrayList({"1/GET///access-2/none", "2/GET///access-2/n-7"}));
}

KEYTURN_TEST(TstBoundToken)
#include "tst_boundtoken.moc"
