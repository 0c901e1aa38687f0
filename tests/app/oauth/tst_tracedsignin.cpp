// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

namespace {

/// `browser`, `callback 303`, `state answer_not_ours`: the steps of @p log that are no exchange.
QStringList stepsOf(const net::ExchangeLog &log)
{
    QStringList steps;
    for (const net::Exchange &entry : log.exchanges()) {
        const QString how = entry.status != 0 ? QString::number(entry.status) : entry.failure;
        steps += how.isEmpty() ? entry.purpose : entry.purpose + u' ' + how;
    }
    return steps;
}

} // namespace

/// What the browser does for a sign-in stands in the log beside the exchanges, and as free of secrets.
class TstTracedSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theBrowsersWayIsThereInOrder();
    void aStrangersAnswerIsThereAndSaysSo();
    void aPastedAddressIsThereAsOne();
};

void TstTracedSignIn::theBrowsersWayIsThereInOrder()
{
    SignIn signIn;
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    QCOMPARE(stepsOf(signIn.log),
             (QStringList{QStringLiteral("browser"), QStringLiteral("callback 303"), QStringLiteral("state"), QStringLiteral("last page 200")}));
    const QString state = signIn.value("state");
    QVERIFY(!state.isEmpty());
    for (const net::Exchange &entry : signIn.log.exchanges())
        QVERIFY2(!entry.url.toString(QUrl::FullyDecoded).contains(state), qPrintable(entry.url.toString()));
    const QString mark = QUrlQuery(signIn.log.exchanges().at(0).url).queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded);
    QVERIFY(mark.startsWith(QLatin1String("<secret #"))); // and the one that came back is seen to be the one that went
    QCOMPARE(QUrlQuery(signIn.log.exchanges().at(1).url).queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded), mark);
}

void TstTracedSignIn::aStrangersAnswerIsThereAndSaysSo()
{
    SignIn signIn;
    QVERIFY(signIn.startAndWait());
    signIn.browser.visit(QUrl(signIn.value("redirect_uri") + QLatin1String("?code=stolen&state=guessed")));
    QVERIFY(QTest::qWaitFor([&signIn] { return signIn.log.exchanges().size() >= 3; }));
    QCOMPARE(stepsOf(signIn.log), (QStringList{QStringLiteral("browser"), QStringLiteral("callback 400"), QStringLiteral("state answer_not_ours")}));
    QCOMPARE(signIn.ends, 0);
}

void TstTracedSignIn::aPastedAddressIsThereAsOne()
{
    SignIn signIn;
    signIn.request.openBrowser = false;
    QVERIFY(signIn.startAndWait());
    QVERIFY(signIn.flow->takeAddress(signIn.value("redirect_uri") + QLatin1String("?code=by-hand&state=") + signIn.value("state")).ok());
    QCOMPARE(stepsOf(signIn.log).mid(0, 2), (QStringList{QStringLiteral("callback"), QStringLiteral("state")}));
    QCOMPARE(signIn.log.exchanges().first().method, QByteArray("PASTE"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstTracedSignIn;
KEYTURN_TEST(TstTracedSignIn)
#include "tst_tracedsignin.moc"
