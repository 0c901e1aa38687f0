// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"
#include "support/registry.h"

namespace keyturn::oauth {

/// Where a person's picture is said to be, by whom, and what of it is believed.
class TstIdentityPicture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theIdTokenTellsIt_data();
    void theIdTokenTellsIt();
    void userinfoTellsItWhereTheIdTokenDoesNot();
    void forThePictureAloneUserinfoIsNotAsked();
    void plainOAuth2TellsItWhereTheProfileSays();
};

void TstIdentityPicture::theIdTokenTellsIt_data()
{
    QTest::addColumn<QJsonValue>("claim");
    QTest::addColumn<QString>("picture");
    const QString good = QStringLiteral("https://pics.example/ada.png?sz=96");
    QTest::newRow("an address") << QJsonValue(good) << good;
    QTest::newRow("plain http") << QJsonValue(QStringLiteral("http://pics.example/ada.png")) << QString();
    QTest::newRow("a file") << QJsonValue(QStringLiteral("file:///etc/passwd")) << QString();
    QTest::newRow("a number") << QJsonValue(7) << QString();
    QTest::newRow("an object") << QJsonValue(QJsonObject{{QStringLiteral("data"), good}}) << QString();
}

void TstIdentityPicture::theIdTokenTellsIt()
{
    QFETCH(const QJsonValue, claim);
    SignIn signIn;
    signIn.provider.claims = {{QStringLiteral("picture"), claim}};
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code)); // a bad picture keeps nobody out
    QTEST(signIn.outcome->identity.picture.toString(QUrl::FullyEncoded), "picture");
}

void TstIdentityPicture::userinfoTellsItWhereTheIdTokenDoesNot()
{
    SignIn signIn;
    signIn.provider.claims = {{QStringLiteral("email"), QJsonValue()}};
    signIn.provider.on("GET /userinfo", [](const net::HttpRequest &) {
        return FakeProvider::reply(200, R"({"sub":"248289761001","email":"ada@example.com","picture":"https://pics.example/u"})");
    });
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.picture, QUrl(QStringLiteral("https://pics.example/u")));
}

void TstIdentityPicture::forThePictureAloneUserinfoIsNotAsked()
{
    SignIn signIn;
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    QVERIFY(signIn.outcome->identity.picture.isEmpty());
    QVERIFY(signIn.provider.requestsTo("GET /userinfo").isEmpty());
}

void TstIdentityPicture::plainOAuth2TellsItWhereTheProfileSays()
{
    model::IdentityProvider provider = FakeProvider::oauth2();
    provider.identity.picture = QStringLiteral("/avatar_url");
    SignIn signIn(provider);
    signIn.provider.on("GET /user", [](const net::HttpRequest &) {
        return FakeProvider::reply(200, R"({"id":1,"name":"Ada","avatar_url":"https://pics.example/u/1?v=4"})");
    });
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.outcome->identity.picture, QUrl(QStringLiteral("https://pics.example/u/1?v=4")));
}

KEYTURN_TEST(TstIdentityPicture)

} // namespace keyturn::oauth

#include "tst_identitypicture.moc"
