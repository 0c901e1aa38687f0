// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/refreshedidtoken.h"

#include "support/registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace keyturn::oauth {

namespace {

/// An ID token with the claims of a good one, and @p changes put over them; null takes one away.
core::Secret idToken(const QByteArray &changes = "{}")
{
    QJsonObject claims = QJsonDocument::fromJson(R"({"iss":"https://id.example","sub":"ada","aud":"keyturn"})").object();
    const QJsonObject over = QJsonDocument::fromJson(changes).object();
    for (auto it = over.begin(); it != over.end(); ++it) {
        if (it.value().isNull())
            claims.remove(it.key());
        else
            claims.insert(it.key(), it.value());
    }
    constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return core::Secret(QByteArray(R"({"alg":"ES256"})").toBase64(encoding) + '.' + QJsonDocument(claims).toJson().toBase64(encoding) + ".c2ln");
}

QString verdict(const core::Result<core::Secret> &kept, const core::Secret &old)
{
    if (!kept.ok())
        return kept.error().code;
    return *kept == old ? QStringLiteral("old") : QStringLiteral("new");
}

} // namespace

/// OpenID Connect Core 1.0 §12.2.
class TstRefreshedIdToken : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsAboutTheSameSignIn_data();
    void itIsAboutTheSameSignIn();
    void itMustBeReadable_data();
    void itMustBeReadable();
    void whatWasNeverReadIsLeft();
};

void TstRefreshedIdToken::itIsAboutTheSameSignIn_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *name, const char *before, const char *after, bool taken) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << (taken ? QStringLiteral("new") : QStringLiteral("id_token_subject"));
    };
    row("another time of issue", R"({"iat":1})", R"({"iat":2})", true);
    row("another person", "{}", R"({"sub":"eve"})", false);
    row("nobody", "{}", R"({"sub":null})", false);
    row("another issuer", "{}", R"({"iss":"https://evil.example"})", false);
    row("another audience", "{}", R"({"aud":"other"})", false);
    row("no audience", "{}", R"({"aud":null})", false);
    row("the same audience as a list", "{}", R"({"aud":["keyturn"],"iat":2})", true);
    row("one audience more", "{}", R"({"aud":["keyturn","other"]})", false);
    row("one audience more, which was asked for", "{}", R"({"aud":["keyturn","https://api.example"]})", true);
    row("one audience less", R"({"aud":["keyturn","https://api.example"]})", R"({"aud":["keyturn"]})", false);
    row("the same party", R"({"azp":"keyturn"})", R"({"azp":"keyturn","iat":2})", true);
    row("another party", R"({"azp":"keyturn"})", R"({"azp":"other"})", false);
    row("a party where there was none", "{}", R"({"azp":"keyturn"})", false);
    row("the same proof", R"({"auth_time":100})", R"({"auth_time":100,"iat":2})", true);
    row("an earlier proof", R"({"auth_time":100})", R"({"auth_time":99})", false);
    row("a later proof, as Keycloak tells it", R"({"auth_time":100})", R"({"auth_time":101})", true);
    row("a proof as text", R"({"auth_time":100})", R"({"auth_time":"100"})", false);
    row("an untold proof", R"({"auth_time":100})", R"({"iat":2})", true);
    row("a proof that was untold", "{}", R"({"auth_time":100})", true);
    row("fault 92: no nonce", R"({"nonce":"n"})", R"({"iat":2})", true);
    row("fault 92: the same nonce", R"({"nonce":"n"})", R"({"nonce":"n","iat":2})", true);
    row("fault 92: another nonce", R"({"nonce":"n"})", R"({"nonce":"m"})", false);
    row("fault 92: a nonce where there was none", "{}", R"({"nonce":"n"})", false);
}

void TstRefreshedIdToken::itIsAboutTheSameSignIn()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    model::IdentityProvider provider;
    provider.clientId = QStringLiteral("keyturn");
    provider.resources = QStringList{QStringLiteral("https://api.example")};
    const core::Result<core::Secret> kept = idTokenAfterRefresh(idToken(before), idToken(after), provider);
    QTEST(verdict(kept, idToken(before)), "verdict");
    if (!kept.ok())
        QCOMPARE(kept.error().kind, core::ErrorKind::SignInAgain);
}

void TstRefreshedIdToken::itMustBeReadable_data()
{
    QTest::addColumn<QByteArray>("fresh");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("none came") << QByteArray() << "old";
    QTest::newRow("encrypted") << QByteArray("a.b.c.d.e") << "old";
    QTest::newRow("not a token") << QByteArray("hello") << "id_token_subject";
    QTest::newRow("four parts") << QByteArray("a.b.c.d") << "id_token_subject";
    QTest::newRow("not base64url") << QByteArray("e30=.e30=.e30=") << "id_token_subject";
    QTest::newRow("cut") << idToken().reveal().toByteArray().chopped(20) << "id_token_subject";
}

void TstRefreshedIdToken::itMustBeReadable()
{
    QFETCH(QByteArray, fresh);
    QTEST(verdict(idTokenAfterRefresh(idToken(), core::Secret(fresh), {}), idToken()), "verdict");
}

void TstRefreshedIdToken::whatWasNeverReadIsLeft()
{
    QCOMPARE(verdict(idTokenAfterRefresh(core::Secret("opaque"), idToken(), {}), core::Secret("opaque")), QStringLiteral("old"));
    QVERIFY(idTokenAfterRefresh({}, idToken(), {})->isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstRefreshedIdToken;
KEYTURN_TEST(TstRefreshedIdToken)
#include "tst_refreshedidtoken.moc"
