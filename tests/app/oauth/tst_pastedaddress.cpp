// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

/// The browser is on another device and cannot reach the listener: the person brings its last address.
class TstPastedAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theAddressThatTheBrowserEndedOnCanBePasted_data();
    void theAddressThatTheBrowserEndedOnCanBePasted();
};

void TstPastedAddress::theAddressThatTheBrowserEndedOnCanBePasted_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("error");
    QTest::newRow("a success") << QStringLiteral("code=by-hand") << QString();
    QTest::newRow("a refusal") << QStringLiteral("error=access_denied") << QStringLiteral("access_denied");
}

void TstPastedAddress::theAddressThatTheBrowserEndedOnCanBePasted()
{
    QFETCH(const QString, query);
    SignIn signIn;
    signIn.request.openBrowser = false;
    QVERIFY(signIn.startAndWait());
    const QString redirect = signIn.value("redirect_uri");
    const QString state = signIn.value("state");
    for (const QString &foreign :
         {QString(), QStringLiteral("nonsense"), redirect, redirect + u'?' + query, redirect + u'?' + query + QStringLiteral("&state=guessed"),
          redirect + u'?' + query + QStringLiteral("&state=") + state + QStringLiteral("&state=") + state, QString(20'000, u'x')}) {
        const core::Result<void> taken = signIn.flow->takeAddress(foreign);
        QVERIFY2(!taken.ok(), qPrintable(foreign.left(200)));
        QCOMPARE(taken.error().code, QStringLiteral("address_not_ours"));
    }
    QCOMPARE(signIn.ends, 0);
    const QString pasted = u' ' + redirect + u'?' + query + QStringLiteral("&state=") + state + u'\n';
    QVERIFY(signIn.flow->takeAddress(pasted).ok());
    QVERIFY(!signIn.flow->takeAddress(pasted).ok()); // once
    QVERIFY(signIn.hasEnded());
    QTEST(signIn.outcome ? QString() : signIn.error.code, "error");
    QCOMPARE(signIn.ends, 1);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstPastedAddress;
KEYTURN_TEST(TstPastedAddress)
#include "tst_pastedaddress.moc"
