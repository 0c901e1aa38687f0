// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "handoffrig.h"
#include "support/registry.h"

namespace keyturn::oauth {

/// A backend that puts the access token itself into the redirect: no state, no code. It serves, bound as closely as it can be.
class TstTokenInAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theTokenIsTaken();
    void nothingOfOursIsSent();
    void whatIsNoWholeAnswerDoesNotEndIt_data();
    void whatIsNoWholeAnswerDoesNotEndIt();
    void aSecondAnswerIsTooLate();
    void theBackendsRefusalEndsIt();
    void thePastedAddressMustBeTheOne();
    void aPortThatIsTakenEndsIt();
};

void TstTokenInAddress::theTokenIsTaken()
{
    HandoffRig rig;
    rig.giveTokenInAddress();
    QVERIFY(rig.run());
    QVERIFY2(rig.outcome, qPrintable(rig.error.code));
    QCOMPARE(rig.brought.size(), 1);
    QCOMPARE(std::get<core::Secret>(rig.brought.constFirst()), core::Secret("e.y.J"));
    QCOMPARE(rig.pagesSeen(2), 2);
    QVERIFY(!rig.browser.pages().at(1).url.hasQuery()); // the browser's last address does not hold it
}

void TstTokenInAddress::nothingOfOursIsSent()
{
    HandoffRig rig;
    rig.giveTokenInAddress();
    rig.request.loginHint = QStringLiteral("ada@example.com");
    QVERIFY(rig.startAndWait());
    QCOMPARE(rig.flow->authorizationUrl(), rig.request.start); // it would not know what to do with it
}

void TstTokenInAddress::whatIsNoWholeAnswerDoesNotEndIt_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("nothing") << QStringLiteral("a=b");
    QTest::newRow("an empty token") << QStringLiteral("token=");
    QTest::newRow("two tokens (FAULTS 20)") << QStringLiteral("token=a&token=b");
    QTest::newRow("token and error (FAULTS 23)") << QStringLiteral("token=a&error=b");
    QTest::newRow("a line break (FAULTS 40)") << QStringLiteral("token=a%0d%0ab");
    QTest::newRow("a NUL (FAULTS 31)") << QStringLiteral("token=a%00b");
    QTest::newRow("a space") << QStringLiteral("token=a+b");
    QTest::newRow("invalid UTF-8 (FAULTS 31)") << QStringLiteral("token=a%ff");
    QTest::newRow("an error that is none") << QStringLiteral("error=%22");
}

void TstTokenInAddress::whatIsNoWholeAnswerDoesNotEndIt()
{
    QFETCH(const QString, query);
    HandoffRig rig;
    rig.giveTokenInAddress();
    QVERIFY(rig.startAndWait());
    rig.browser.visit(rig.withQuery(query));
    QCOMPARE(rig.pagesSeen(1), 1);
    QCOMPARE(rig.browser.pages().constFirst().status, 400);
    QCOMPARE(rig.ends, 0);
    QVERIFY(rig.brought.isEmpty());
    rig.browser.visit(rig.withQuery(QStringLiteral("token=e.y.J")));
    QVERIFY(rig.hasEnded());
    QVERIFY(rig.outcome);
}

void TstTokenInAddress::aSecondAnswerIsTooLate() // FAULTS 29
{
    HandoffRig rig;
    rig.giveTokenInAddress();
    rig.pending.emplace();
    rig.start();
    QVERIFY(QTest::qWaitFor([&rig] { return !rig.brought.isEmpty(); }));
    rig.browser.visit(rig.withQuery(QStringLiteral("token=another")));
    QCOMPARE(rig.pagesSeen(3), 3); // its own two, and the late one
    rig.pending->finish(rig.result);
    QVERIFY(rig.hasEnded());
    QCOMPARE(rig.brought.size(), 1);
    QVERIFY(rig.outcome);
}

void TstTokenInAddress::theBackendsRefusalEndsIt()
{
    HandoffRig rig;
    rig.giveTokenInAddress();
    rig.browser.answer = [&rig](const QUrl &) { return QList<QUrl>{rig.withQuery(QStringLiteral("error=oauth_failed"))}; };
    QVERIFY(rig.run());
    QCOMPARE(rig.error.kind, core::ErrorKind::Rejected);
    QCOMPARE(rig.error.code, QStringLiteral("oauth_failed"));
}

void TstTokenInAddress::thePastedAddressMustBeTheOne()
{
    HandoffRig rig;
    rig.giveTokenInAddress();
    QVERIFY(rig.startAndWait());
    QUrl elsewhere = rig.withQuery(QStringLiteral("token=e.y.J"));
    elsewhere.setPath(QStringLiteral("/elsewhere"));
    QVERIFY(!rig.flow->takeAddress(elsewhere.toString()).ok());
    elsewhere.setPath(rig.request.provider.redirectUri.path());
    elsewhere.setHost(QStringLiteral("evil.example"));
    QVERIFY(!rig.flow->takeAddress(elsewhere.toString()).ok());
    QVERIFY(rig.flow->takeAddress(rig.withQuery(QStringLiteral("token=e.y.J")).toString()).ok());
    QVERIFY(rig.hasEnded());
    QVERIFY(rig.outcome);
}

void TstTokenInAddress::aPortThatIsTakenEndsIt()
{
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost));
    HandoffRig rig;
    rig.giveTokenInAddress();
    rig.request.provider.redirectUri.setPort(squatter.serverPort());
    QVERIFY(rig.run());
    QCOMPARE(rig.error.code, QStringLiteral("callback_port_taken"));
    QVERIFY(rig.browser.opened().isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstTokenInAddress;
KEYTURN_TEST(TstTokenInAddress)
#include "tst_tokeninaddress.moc"
