// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

#include <QCryptographicHash>
#include <QTcpServer>
#include <QTest>

namespace keyturn::oauth {

/// A provider that compares the whole redirect address with the one that was registered.
class TstRegisteredAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsSentAsItIsRegistered_data();
    void itIsSentAsItIsRegistered();
    void aPortThatIsTakenEndsIt();
    void fault24WhatOneProviderBringsIsNeverTakenToTheOther();
    void fault24ACodeIsSentToTheProviderOfItsSignInAlone();
};

void TstRegisteredAddress::itIsSentAsItIsRegistered_data()
{
    QTest::addColumn<QString>("before"); // the port
    QTest::addColumn<QString>("behind");
    QTest::newRow("a path") << QStringLiteral("http://127.0.0.1") << QStringLiteral("/callback");
    QTest::newRow("by name") << QStringLiteral("http://localhost") << QStringLiteral("/auth/callback/");
    QTest::newRow("no path") << QStringLiteral("http://127.0.0.1") << QString();
}

void TstRegisteredAddress::itIsSentAsItIsRegistered()
{
    QFETCH(const QString, before);
    QFETCH(const QString, behind);
    SignIn signIn;
    signIn.request.provider.redirectUri = QUrl(before + behind);
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    const QString sent = signIn.value("redirect_uri");
    QVERIFY2(sent.startsWith(before + u':') && sent.endsWith(behind), qPrintable(sent));
    QCOMPARE(QUrl(sent).path(), behind);
    const QUrlQuery redeemed(QString::fromLatin1(signIn.provider.requestsTo("POST /token").constFirst().body.reveal()));
    QCOMPARE(redeemed.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded), sent); // RFC 6749 §4.1.3: identical
}

void TstRegisteredAddress::aPortThatIsTakenEndsIt()
{
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost));
    SignIn signIn;
    signIn.request.provider.redirectUri = QUrl(QStringLiteral("http://127.0.0.1:%1/callback").arg(squatter.serverPort()));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Configuration);
    QCOMPARE(signIn.error.code, QStringLiteral("callback_port_taken"));
    QVERIFY(signIn.browser.opened().isEmpty());
}

namespace {

/// Where two providers without `iss` have the same redirect address.
QUrl sharedAddress()
{
    QTcpServer free;
    if (!free.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    return QUrl(QStringLiteral("http://127.0.0.1:%1/callback").arg(free.serverPort()));
}

QUrlQuery sentTo(const SignIn &signIn, const char *address)
{
    const QList<net::HttpRequest> sent = signIn.provider.requestsTo(address);
    return sent.size() == 1 ? QUrlQuery(QString::fromLatin1(sent.first().body.reveal())) : QUrlQuery();
}

QByteArray challengeOf(const QUrlQuery &redeemed)
{
    const QByteArray verifier = redeemed.queryItemValue(QStringLiteral("code_verifier"), QUrl::FullyDecoded).toLatin1();
    constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(encoding);
}

} // namespace

/// The port is one sign-in's at a time; what comes late for the one before is told from the own answer by its state alone.
void TstRegisteredAddress::fault24WhatOneProviderBringsIsNeverTakenToTheOther()
{
    const QUrl address = sharedAddress();
    SignIn first(FakeProvider::oauth2());
    first.request.provider.redirectUri = address;
    QVERIFY(first.startAndWait());
    SignIn second;
    second.request.provider.redirectUri = address;
    QVERIFY(second.run());
    QCOMPARE(second.error.code, QStringLiteral("callback_port_taken")); // never both at once
    first.flow->cancel();
    QVERIFY(first.hasEnded());

    second.ends = 0;
    second.error = {};
    QVERIFY(second.startAndWait());
    second.browser.visit(tests::callbackUrl(first.browser.opened().constLast(), SignIn::code(QStringLiteral("of-the-first"))));
    second.browser.visit(tests::callbackUrl(first.browser.opened().constLast(), {{QStringLiteral("error"), QStringLiteral("access_denied")}}));
    QTRY_COMPARE(second.browser.pages().size(), 2);
    QCOMPARE(second.ends, 0);
    second.browser.visit(tests::callbackUrl(second.browser.opened().constLast(), SignIn::code(QStringLiteral("of-the-second"))));
    QVERIFY(second.hasEnded());
    QVERIFY2(second.outcome, qPrintable(second.error.code));
    const QUrlQuery redeemed = sentTo(second, "POST /token");
    QCOMPARE(redeemed.queryItemValue(QStringLiteral("code")), QStringLiteral("of-the-second"));
    QCOMPARE(challengeOf(redeemed), second.value("code_challenge").toLatin1());
    QVERIFY(first.provider.requestsTo("POST /login/oauth/access_token").isEmpty());
}

/// Whatever provider a code is of: with the state of this sign-in it goes to this sign-in's token endpoint and nowhere else, with the verifier that
/// was made for it and for no other.
void TstRegisteredAddress::fault24ACodeIsSentToTheProviderOfItsSignInAlone()
{
    SignIn signIn(FakeProvider::oauth2());
    signIn.request.provider.redirectUri = sharedAddress();
    signIn.browser.answer = [](const QUrl &url) {
        return QList<QUrl>{tests::callbackUrl(
            url, {{QStringLiteral("code"), QStringLiteral("of-another")}, {QStringLiteral("iss"), QStringLiteral("https://id.example")}})};
    };
    QVERIFY(signIn.run());
    for (const net::HttpRequest &sent : signIn.provider.requests())
        QCOMPARE(sent.body.reveal().toByteArray().contains("of-another"), sent.url == signIn.request.provider.endpoints.token);
    const QUrlQuery redeemed = sentTo(signIn, "POST /login/oauth/access_token");
    QCOMPARE(redeemed.queryItemValue(QStringLiteral("code")), QStringLiteral("of-another"));
    QCOMPARE(
        challengeOf(redeemed),
        signIn.value("code_challenge").toLatin1()); // proof for this sign-in alone; who mixes providers up knows it, and needs `iss` to be found out
}

} // namespace keyturn::oauth

using keyturn::oauth::TstRegisteredAddress;
KEYTURN_TEST(TstRegisteredAddress)
#include "tst_registeredaddress.moc"
