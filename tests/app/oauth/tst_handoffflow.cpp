// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "handoffrig.h"
#include "support/registry.h"

#include <QCryptographicHash>

namespace keyturn::oauth {

/// A sign-in that the backend runs at a provider itself and hands over by a one-time code.
class TstHandoffFlow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPersonIsHandedOver();
    void theBackendIsAskedAsItsSpecificationWants();
    void everyAttemptHasItsOwnStateVerifierAndPath();
    void answersThatAreNotBelieved_data();
    void answersThatAreNotBelieved();
    void fault21ForeignAnswersDoNotEndIt();
    void fault29ADoubledAnswerIsExchangedOnce();
    void aRefusedCodeIsSaid();
    void fault30ThePersonNeverReturns();
    void theAddressThatTheBrowserEndedOnCanBePasted();
    void aBrowserThatCannotStartIsNotTheEnd();
    void cancelEndsItAndStopsTheExchange();
    void tokensThatComeTooLateAreGivenBack();
    void aRegisteredAddressIsUsedAsItStands();
};

void TstHandoffFlow::aPersonIsHandedOver()
{
    using Step = HandoffFlow::Step;
    HandoffRig rig;
    QVERIFY(rig.run());
    QVERIFY2(rig.outcome, qPrintable(rig.error.code));
    QCOMPARE(rig.outcome->identity.subject, QStringLiteral("4711"));
    QCOMPARE(rig.steps, (QList<Step>{Step::WaitingForBrowser, Step::ExchangingCode}));
    QCOMPARE(rig.brought.size(), 1);
    const auto &code = std::get<HandoffCode>(rig.brought.constFirst());
    QCOMPARE(code.code, core::Secret("c0de"));
    QCOMPARE(code.redirectUri, rig.value("redirect_uri"));
    const QByteArray challenge = QCryptographicHash::hash(code.codeVerifier.reveal().toByteArray(), QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QCOMPARE(rig.value("code_challenge").toLatin1(), challenge);
    QCOMPARE(rig.pagesSeen(2), 2); // the last page was shown before anybody may end the program
    QVERIFY(rig.browser.pages().at(1).body.contains("You can close this tab"));
    QVERIFY(!rig.browser.pages().at(1).url.hasQuery()); // FAULTS 17
    QCOMPARE(rig.ends, 1);
}

void TstHandoffFlow::theBackendIsAskedAsItsSpecificationWants()
{
    HandoffRig rig;
    rig.request.loginHint = QStringLiteral("ada+work@example.com");
    rig.request.prompt = QStringLiteral("select_account");
    rig.request.acrValues = QStringList{QStringLiteral("phr"), QStringLiteral("phrh")};
    rig.request.maxAge = 0;
    QVERIFY(rig.startAndWait());
    const QUrl url = rig.flow->authorizationUrl();
    QCOMPARE(url.toString(QUrl::RemoveQuery), QStringLiteral("https://api.example/api/auth/google"));
    QCOMPARE(rig.value("device_name"), QStringLiteral("box")); // what the start address brought along
    QVERIFY2(rig.value("redirect_uri").startsWith(QLatin1String("http://127.0.0.1:")), qPrintable(rig.value("redirect_uri")));
    QVERIFY(rig.value("state").size() >= 43);
    QCOMPARE(rig.value("code_challenge_method"), QStringLiteral("S256"));
    QCOMPARE(rig.value("login_hint"), QStringLiteral("ada+work@example.com"));
    QCOMPARE(rig.value("prompt"), QStringLiteral("select_account"));
    QCOMPARE(rig.value("acr_values"), QStringLiteral("phr phrh"));
    QCOMPARE(rig.value("max_age"), QStringLiteral("0"));
    QVERIFY(!url.toString().contains(QLatin1String("verifier")));
}

void TstHandoffFlow::everyAttemptHasItsOwnStateVerifierAndPath()
{
    HandoffRig first;
    HandoffRig second;
    QVERIFY(first.startAndWait() && second.startAndWait());
    for (const char *name : {"state", "code_challenge"})
        QVERIFY(first.value(name) != second.value(name));
    QVERIFY(QUrl(first.value("redirect_uri")).path() != QUrl(second.value("redirect_uri")).path());
}

void TstHandoffFlow::answersThatAreNotBelieved_data()
{
    QTest::addColumn<QString>("query"); // beside the right state
    QTest::addColumn<QString>("error");
    const QString issuer = QStringLiteral("&iss=https://api.example");
    QTest::newRow("fault 25: no issuer") << QStringLiteral("code=a") << QStringLiteral("response_issuer");
    QTest::newRow("fault 24: another backend's") << QStringLiteral("code=a&iss=https://evil.example") << QStringLiteral("response_issuer");
    QTest::newRow("issuer with a slash") << QStringLiteral("code=a&iss=https://api.example/") << QStringLiteral("response_issuer");
    QTest::newRow("fault 20: two codes") << QStringLiteral("code=a&code=b") + issuer << QStringLiteral("response_duplicate");
    QTest::newRow("fault 23: code and error") << QStringLiteral("code=a&error=b") + issuer << QStringLiteral("response_malformed");
    QTest::newRow("fault 32: the token itself") << QStringLiteral("token=e.y.J") + issuer << QStringLiteral("response_token_in_query");
    QTest::newRow("fault 32: a token beside the code")
        << QStringLiteral("code=a&access_token=b") + issuer << QStringLiteral("response_token_in_query");
    QTest::newRow("nothing") << issuer.mid(1) << QStringLiteral("response_code_missing");
    QTest::newRow("a refusal") << QStringLiteral("error=access_denied") + issuer << QStringLiteral("access_denied");
    QTest::newRow("a refusal by nobody") << QStringLiteral("error=access_denied") << QStringLiteral("response_issuer");
    QTest::newRow("a person without a verified address") << QStringLiteral("error=email_unverified") + issuer << QStringLiteral("email_unverified");
}

void TstHandoffFlow::answersThatAreNotBelieved()
{
    QFETCH(const QString, query);
    HandoffRig rig;
    rig.browser.answer = [&query](const QUrl &start) {
        QUrl url = callbackUrl(start, {});
        url.setQuery(url.query(QUrl::FullyEncoded) + u'&' + query);
        return QList<QUrl>{url};
    };
    QVERIFY(rig.run());
    QTEST(rig.error.code, "error");
    QVERIFY(rig.brought.isEmpty());
    QCOMPARE(rig.ends, 1);
}

void TstHandoffFlow::fault21ForeignAnswersDoNotEndIt()
{
    HandoffRig rig;
    QVERIFY(rig.startAndWait());
    const QUrl start = rig.flow->authorizationUrl();
    const auto state = [](const char *text) { return std::pair(QStringLiteral("state"), QString::fromLatin1(text)); };
    rig.browser.visit(rig.callback(start, {{QStringLiteral("code"), QStringLiteral("forged")}, state("guessed")}));
    rig.browser.visit(rig.callback(start, {{QStringLiteral("error"), QStringLiteral("access_denied")}, state("guessed")}));
    QCOMPARE(rig.pagesSeen(2), 2);
    for (const tests::BrowserPage &page : rig.browser.pages())
        QCOMPARE(page.status, 400);
    QCOMPARE(rig.ends, 0);
    rig.browser.visit(rig.callback(start, {{QStringLiteral("code"), QStringLiteral("c0de")}}));
    QVERIFY(rig.hasEnded());
    QVERIFY(rig.outcome);
}

void TstHandoffFlow::fault29ADoubledAnswerIsExchangedOnce()
{
    HandoffRig rig;
    rig.browser.answer = [&rig](const QUrl &start) {
        const QUrl url = rig.callback(start, {{QStringLiteral("code"), QStringLiteral("c0de")}});
        return QList<QUrl>{url, url};
    };
    QVERIFY(rig.run());
    QVERIFY(rig.outcome);
    QCOMPARE(rig.brought.size(), 1);
}

void TstHandoffFlow::aRefusedCodeIsSaid()
{
    HandoffRig rig;
    rig.result = core::Error{core::ErrorKind::Rejected, QStringLiteral("invalid_grant"), {}};
    QVERIFY(rig.run());
    QCOMPARE(rig.error.code, QStringLiteral("invalid_grant"));
    QCOMPARE(rig.ends, 1);
}

void TstHandoffFlow::fault30ThePersonNeverReturns()
{
    HandoffRig rig;
    QVERIFY(rig.startAndWait());
    const QUrl redirect(rig.value("redirect_uri"));
    rig.clock.advance(5min);
    QVERIFY(rig.hasEnded());
    QCOMPARE(rig.error.code, QStringLiteral("browser_timeout"));
    tests::RawConnection late(redirect.host(), static_cast<quint16>(redirect.port()));
    QVERIFY(late.waitForAll().isEmpty() && late.wasRefused()); // FAULTS 14
}

void TstHandoffFlow::theAddressThatTheBrowserEndedOnCanBePasted()
{
    HandoffRig rig;
    rig.request.openBrowser = false;
    QVERIFY(rig.startAndWait());
    QVERIFY(rig.browser.opened().isEmpty());
    const QUrl start = rig.flow->authorizationUrl();
    const QString forged =
        rig.callback(start, {{QStringLiteral("code"), QStringLiteral("a")}, {QStringLiteral("state"), QStringLiteral("b")}}).toString();
    for (const QString &foreign : {QString(), QStringLiteral("nonsense"), rig.value("redirect_uri"), forged, QString(20'000, u'x')})
        QCOMPARE(rig.flow->takeAddress(foreign).error().code, QStringLiteral("address_not_ours"));
    const QString ours = rig.callback(start, {{QStringLiteral("code"), QStringLiteral("c0de")}}).toString(QUrl::FullyEncoded);
    QVERIFY(rig.flow->takeAddress(u' ' + ours + u'\n').ok());
    QVERIFY(!rig.flow->takeAddress(ours).ok()); // once
    QVERIFY(rig.hasEnded());
    QVERIFY(rig.outcome);
}

void TstHandoffFlow::aBrowserThatCannotStartIsNotTheEnd()
{
    HandoffRig rig;
    rig.browser.canStart = false;
    rig.start();
    QVERIFY(QTest::qWaitFor([&rig] { return rig.browserProblem.has_value(); }));
    QCOMPARE(rig.ends, 0);
    rig.browser.canStart = true;
    QVERIFY(rig.flow->openBrowserAgain().ok());
    QVERIFY(rig.hasEnded());
    QVERIFY(rig.outcome);
}

void TstHandoffFlow::cancelEndsItAndStopsTheExchange()
{
    HandoffRig rig;
    rig.pending.emplace();
    rig.start();
    QVERIFY(QTest::qWaitFor([&rig] { return !rig.brought.isEmpty(); }));
    rig.flow->cancel();
    QVERIFY(rig.stop.stop_requested());
    rig.pending->finish(rig.result); // late
    QVERIFY(rig.hasEnded());
    QCOMPARE(rig.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(rig.ends, 1);
}

void TstHandoffFlow::tokensThatComeTooLateAreGivenBack()
{
    HandoffRig rig;
    rig.pending.emplace();
    rig.start();
    QVERIFY(QTest::qWaitFor([&rig] { return !rig.brought.isEmpty(); }));
    rig.result.value().tokens.accessToken = core::Secret("at");
    rig.pending->finish(rig.result);
    // Behind the answer and before the browser has its last page: the sign-in is done, and nobody knows it yet.
    QMetaObject::invokeMethod(
        rig.flow.get(), [&rig] { rig.flow->cancel(); }, Qt::QueuedConnection);
    QVERIFY(rig.hasEnded());
    QCOMPARE(rig.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(rig.unkept.size(), 1);
    QCOMPARE(rig.unkept.first().accessToken, core::Secret("at"));
    QVERIFY(!rig.outcome);
}

void TstHandoffFlow::aRegisteredAddressIsUsedAsItStands()
{
    HandoffRig rig;
    rig.request.provider.redirectUri = QUrl(QStringLiteral("http://127.0.0.1/back"));
    QVERIFY(rig.run());
    QVERIFY2(rig.outcome, qPrintable(rig.error.code));
    QCOMPARE(QUrl(rig.value("redirect_uri")).path(), QStringLiteral("/back"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstHandoffFlow;
KEYTURN_TEST(TstHandoffFlow)
#include "tst_handoffflow.moc"
