// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

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

} // namespace keyturn::oauth

using keyturn::oauth::TstRegisteredAddress;
KEYTURN_TEST(TstRegisteredAddress)
#include "tst_registeredaddress.moc"
