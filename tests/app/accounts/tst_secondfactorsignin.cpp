// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QSignalSpy>

using namespace keyturn;
using model::SecondFactorMethod;
using tests::Ending;
using tests::House;
using Step = accounts::SignInFlow::Step;

/// A sign-in whose backend wants a code after the password.
class TstSecondFactorSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void thePasswordAloneStoresNothing();
    void theRightCodeSignsIn();
    void aCodeIsTakenAsPeopleTypeIt_data();
    void aCodeIsTakenAsPeopleTypeIt();
    void aWrongCodeIsNotTheEnd_data();
    void aWrongCodeIsNotTheEnd();
    void anExpiredChallengeEndsIt_data();
    void anExpiredChallengeEndsIt();
    void aBadAnswerEndsItAndStoresNothing(); // FAULTS 33
    void aCodeThatNobodyWantsGoesNowhere();
    void cancellingWhileTheCodeIsTypedEndsIt();
    void cancellingWhileTheCodeIsLookedAtStopsTheRequest();

private:
    [[nodiscard]] bool waitFor(Step step) const
    {
        return QTest::qWaitFor([this, step] { return !m_ending->steps.isEmpty() && m_ending->steps.last() == step; });
    }
    [[nodiscard]] QByteArray sentCode() const { return m_house->http.requests().last().body.reveal().toByteArray(); }
    void startAndGiveThePassword();

    std::unique_ptr<House> m_house;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<Ending> m_ending;
};

void TstSecondFactorSignIn::init()
{
    m_house = std::make_unique<House>();
    m_house->addAccountCare();
    m_house->http.answer("POST /login", 401, R"({"error":{"code":"code_wanted"},"challenge":"canary-challenge"})");
}

void TstSecondFactorSignIn::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_ending.reset();
    m_flow.reset();
    m_house.reset();
}

void TstSecondFactorSignIn::startAndGiveThePassword()
{
    m_flow = m_house->signIn.withPassword(m_house->ada());
    m_ending = std::make_unique<Ending>(*m_flow);
    m_flow->start();
    QVERIFY(waitFor(Step::WaitingForCode));
}

void TstSecondFactorSignIn::thePasswordAloneStoresNothing()
{
    m_flow = m_house->signIn.withPassword(m_house->ada());
    m_ending = std::make_unique<Ending>(*m_flow);
    QSignalSpy wanted(m_flow.get(), &accounts::SignInFlow::secondFactorWanted);
    m_flow->start();
    QVERIFY(waitFor(Step::WaitingForCode));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(0).value<QList<SecondFactorMethod>>(),
             (QList<SecondFactorMethod>{SecondFactorMethod::Totp, SecondFactorMethod::RecoveryCode}));
    QCOMPARE(wanted.first().at(1).toInt(), 6);
    QCOMPARE(m_ending->ends(), 0);
    QVERIFY(m_house->stored().isEmpty());
    QVERIFY(m_house->secrets.entries.isEmpty());
}

void TstSecondFactorSignIn::theRightCodeSignsIn()
{
    startAndGiveThePassword();
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-1", "POST /2fa");
    QVERIFY(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).ok());
    m_ending->await();
    QCOMPARE(m_ending->signedIn.size(), 1);
    QCOMPARE(m_ending->steps, (QList<Step>{Step::Preparing, Step::AskingBackend, Step::WaitingForCode, Step::AskingBackend, Step::Storing}));
    QCOMPARE(sentCode(), QByteArray(R"({"challenge":"canary-challenge","code":"123456"})"));
    QCOMPARE(m_house->stored().first().identity.subject, QStringLiteral("u1"));
}

void TstSecondFactorSignIn::aCodeIsTakenAsPeopleTypeIt_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<SecondFactorMethod>("method");
    QTest::addColumn<QByteArray>("sent"); // empty: it cannot be one
    const auto totp = SecondFactorMethod::Totp;
    const auto recovery = SecondFactorMethod::RecoveryCode;
    QTest::newRow("with a space") << QByteArray("123 456") << totp << QByteArray("123456");
    QTest::newRow("with a hyphen and a line's end") << QByteArray("123-456\r\n") << totp << QByteArray("123456");
    QTest::newRow("five digits") << QByteArray("12345") << totp << QByteArray();
    QTest::newRow("seven digits") << QByteArray("1234567") << totp << QByteArray();
    QTest::newRow("letters") << QByteArray("12345a") << totp << QByteArray();
    QTest::newRow("Arabic digits") << QByteArray("\u0661\u0662\u0663") << totp << QByteArray();
    QTest::newRow("nothing") << QByteArray() << totp << QByteArray();
    QTest::newRow("a recovery code") << QByteArray(" abcd-efgh ") << recovery << QByteArray("abcd-efgh");
    QTest::newRow("no recovery code") << QByteArray("  ") << recovery << QByteArray();
    QTest::newRow("a book") << QByteArray(257, '1') << recovery << QByteArray();
}

void TstSecondFactorSignIn::aCodeIsTakenAsPeopleTypeIt()
{
    QFETCH(QByteArray, typed);
    QFETCH(SecondFactorMethod, method);
    QFETCH(QByteArray, sent);
    startAndGiveThePassword();
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-1", "POST /2fa");
    const core::Result<void> taken = m_flow->takeCode(core::Secret(typed), method);
    QCOMPARE(taken.ok(), !sent.isEmpty());
    if (!taken.ok()) {
        QCOMPARE(taken.error().code, QStringLiteral("code_malformed"));
        QCOMPARE(m_house->http.countOf("POST /2fa"), 0);
        return;
    }
    m_ending->await();
    const QByteArray expected = "\"code\":\"" + sent + '"';
    QVERIFY(sentCode().contains(expected));
}

void TstSecondFactorSignIn::aWrongCodeIsNotTheEnd_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::newRow("wrong") << 401 << core::ErrorKind::Rejected;
    QTest::newRow("too often") << 429 << core::ErrorKind::RateLimited;
    QTest::newRow("a server in trouble") << 503 << core::ErrorKind::Offline;
}

void TstSecondFactorSignIn::aWrongCodeIsNotTheEnd()
{
    QFETCH(int, status);
    QFETCH(core::ErrorKind, kind);
    startAndGiveThePassword();
    QList<core::Error> refusals;
    connect(m_flow.get(), &accounts::SignInFlow::secondFactorRefused, this, [&refusals](const core::Error &error) { refusals += error; });
    m_house->http.answer("POST /2fa", status, {}, {{"Retry-After", "30"}});
    QVERIFY(m_flow->takeCode(core::Secret("111111"), SecondFactorMethod::Totp).ok());
    QVERIFY(waitFor(Step::WaitingForCode));
    QCOMPARE(refusals.size(), 1);
    QCOMPARE(refusals.first().kind, kind);
    if (kind == core::ErrorKind::RateLimited)
        QCOMPARE(refusals.first().retryAfter, std::chrono::seconds(30));
    QCOMPARE(m_ending->ends(), 0);
    m_house->http.forget("POST /2fa");
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-1", "POST /2fa");
    QVERIFY(m_flow->takeCode(core::Secret("222222"), SecondFactorMethod::Totp).ok());
    m_ending->await();
    QCOMPARE(m_ending->signedIn.size(), 1);
}

void TstSecondFactorSignIn::anExpiredChallengeEndsIt_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("by its code") << 401 << QByteArray(R"({"error":{"code":"challenge_expired"}})");
    QTest::newRow("by 410") << 410 << QByteArray();
}

void TstSecondFactorSignIn::anExpiredChallengeEndsIt()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    startAndGiveThePassword();
    m_house->http.answer("POST /2fa", status, body);
    QVERIFY(m_flow->takeCode(core::Secret("111111"), SecondFactorMethod::Totp).ok());
    m_ending->await();
    QCOMPARE(m_ending->failure().kind, core::ErrorKind::Rejected);
    QCOMPARE(m_ending->failure().code, QStringLiteral("challenge_expired"));
}

void TstSecondFactorSignIn::aBadAnswerEndsItAndStoresNothing()
{
    startAndGiveThePassword();
    m_house->http.answer("POST /2fa", 200, "<html>", {{"Content-Type", "text/html"}});
    QVERIFY(m_flow->takeCode(core::Secret("111111"), SecondFactorMethod::Totp).ok());
    m_ending->await();
    QCOMPARE(m_ending->failure().code, QStringLiteral("reply_not_json"));
    QVERIFY(m_house->stored().isEmpty());
}

void TstSecondFactorSignIn::aCodeThatNobodyWantsGoesNowhere()
{
    m_flow = m_house->signIn.withPassword(m_house->ada());
    m_ending = std::make_unique<Ending>(*m_flow);
    QCOMPARE(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).error().code, QStringLiteral("code_not_wanted"));
    m_flow->start();
    QVERIFY(waitFor(Step::WaitingForCode));
    m_house->http.holdBack("POST /2fa");
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-1", "POST /2fa");
    QVERIFY(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).ok());
    QCOMPARE(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).error().code, QStringLiteral("code_not_wanted"));
    m_house->http.release("POST /2fa");
    m_ending->await();
    QCOMPARE(m_house->http.countOf("POST /2fa"), 1);
    QCOMPARE(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).error().code, QStringLiteral("code_not_wanted"));
}

void TstSecondFactorSignIn::cancellingWhileTheCodeIsTypedEndsIt()
{
    startAndGiveThePassword();
    m_flow->cancel();
    QCOMPARE(m_ending->failure().kind, core::ErrorKind::Cancelled);
    QCOMPARE(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).error().code, QStringLiteral("code_not_wanted"));
}

void TstSecondFactorSignIn::cancellingWhileTheCodeIsLookedAtStopsTheRequest()
{
    startAndGiveThePassword();
    m_house->http.holdBack("POST /2fa");
    QVERIFY(m_flow->takeCode(core::Secret("123456"), SecondFactorMethod::Totp).ok());
    QVERIFY(QTest::qWaitFor([this] { return m_house->http.countOf("POST /2fa") == 1; }));
    m_flow->cancel();
    m_ending->await();
    QCOMPARE(m_ending->ends(), 1);
    QCOMPARE(m_ending->failure().kind, core::ErrorKind::Cancelled);
    QVERIFY(m_house->stored().isEmpty());
}

KEYTURN_TEST(TstSecondFactorSignIn)
#include "tst_secondfactorsignin.moc"
