// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

using namespace keyturn;
using tests::Ending;
using tests::House;
using Step = accounts::SignInFlow::Step;

namespace {

const QByteArray revocation = "DELETE /applications/keyturn/token";

} // namespace

/// Who signed in is shown, to be confirmed when unexpected (FAULTS 27, 28). At `hub` it is Ada, whoever was expected.
class TstUnexpectedIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fault27OnlySomebodyElseIsAskedAbout_data();
    void fault27OnlySomebodyElseIsAskedAbout();
    void fault27WhoIsAcceptedIsStored();
    void fault27NothingIsStoredBeforeTheAnswer();
    void fault27WhoIsNotAcceptedIsGivenBack_data();
    void fault27WhoIsNotAcceptedIsGivenBack();
    void fault28AnotherThanTheAccountMayBeAddedBesideIt();
    void theAccountItselfIsNoQuestion();
    void anAnswerOutOfPlaceDoesNothing();

private:
    [[nodiscard]] accounts::BrowserSignInRequest hub(const QString &loginHint) const;
    /// Runs @p request up to the question, or to its end.
    void run(const accounts::BrowserSignInRequest &request);

    std::unique_ptr<House> m_house;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<Ending> m_ending;
    QList<accounts::UnexpectedIdentity> m_questions;
};

void TstUnexpectedIdentity::init()
{
    m_questions.clear();
    m_house = std::make_unique<House>();
    m_house->answerHub();
}

void TstUnexpectedIdentity::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_ending.reset();
    m_flow.reset();
    m_house.reset();
}

accounts::BrowserSignInRequest TstUnexpectedIdentity::hub(const QString &loginHint) const
{
    accounts::BrowserSignInRequest request = House::hub();
    request.loginHint = loginHint;
    return request;
}

void TstUnexpectedIdentity::run(const accounts::BrowserSignInRequest &request)
{
    m_flow = m_house->signIn.withBrowser(request);
    m_ending = std::make_unique<Ending>(*m_flow);
    connect(m_flow.get(), &accounts::SignInFlow::unexpectedIdentity, this,
            [this](const accounts::UnexpectedIdentity &who) { m_questions.append(who); });
    m_flow->start();
    QVERIFY(QTest::qWaitFor([this] { return m_ending->ends() > 0 || !m_questions.isEmpty(); }));
}

void TstUnexpectedIdentity::fault27OnlySomebodyElseIsAskedAbout_data()
{
    QTest::addColumn<QString>("hint");
    QTest::addColumn<bool>("asked");
    QTest::newRow("nobody was expected") << QString() << false;
    QTest::newRow("the e-mail") << QStringLiteral("ada@hub.example") << false;
    QTest::newRow("in other case, with a space") << QStringLiteral("ADA@Hub.example ") << false;
    QTest::newRow("the name") << QStringLiteral("ada") << false;
    QTest::newRow("the subject") << QStringLiteral("42") << false;
    QTest::newRow("fault 27: another e-mail") << QStringLiteral("grace@hub.example") << true;
    QTest::newRow("fault 27: the name at another host") << QStringLiteral("ada@hub.example.evil.example") << true;
    QTest::newRow("fault 27: a part of the name") << QStringLiteral("ad") << true;
}

void TstUnexpectedIdentity::fault27OnlySomebodyElseIsAskedAbout()
{
    QFETCH(const QString, hint);
    QFETCH(const bool, asked);
    run(hub(hint));
    QCOMPARE(m_questions.size(), asked ? 1 : 0);
    QCOMPARE(m_ending->signedIn.size(), asked ? 0 : 1);
    QCOMPARE(m_ending->steps.contains(Step::Confirming), asked);
    if (!asked)
        return;
    QCOMPARE(m_questions.first().identity.email, QStringLiteral("ada@hub.example"));
    QCOMPARE(m_questions.first().expected, hint);
    QVERIFY(!m_questions.first().another);
}

void TstUnexpectedIdentity::fault27WhoIsAcceptedIsStored()
{
    run(hub(QStringLiteral("grace@hub.example")));
    m_flow->accept();
    m_ending->await();
    QCOMPARE(m_ending->signedIn.size(), 1);
    QCOMPARE(m_ending->steps.last(), Step::Storing);
    QCOMPARE(m_house->stored().first().identity.email, QStringLiteral("ada@hub.example"));
    QCOMPARE(m_house->http.countOf(revocation), 0);
}

void TstUnexpectedIdentity::fault27NothingIsStoredBeforeTheAnswer()
{
    run(hub(QStringLiteral("grace@hub.example")));
    m_house->clock.advance(std::chrono::hours(1));
    QCOMPARE(m_ending->ends(), 0);
    QVERIFY(m_house->stored().isEmpty());
    QVERIFY(m_house->secrets.entries.isEmpty());
}

void TstUnexpectedIdentity::fault27WhoIsNotAcceptedIsGivenBack_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("code");
    QTest::newRow("the answer is no") << QStringLiteral("decline") << QStringLiteral("other_identity");
    QTest::newRow("the answer is cancel") << QStringLiteral("cancel") << QStringLiteral("interrupted");
    QTest::newRow("nobody is there to be asked") << QStringLiteral("nobody") << QStringLiteral("other_identity");
}

void TstUnexpectedIdentity::fault27WhoIsNotAcceptedIsGivenBack()
{
    QFETCH(const QString, how);
    QFETCH(const QString, code);
    m_house->http.answer(revocation, 204);
    if (how == QLatin1String("nobody")) {
        m_flow = m_house->signIn.withBrowser(hub(QStringLiteral("grace@hub.example")));
        m_ending = std::make_unique<Ending>(*m_flow);
        m_flow->start();
    } else {
        run(hub(QStringLiteral("grace@hub.example")));
        how == QLatin1String("cancel") ? m_flow->cancel() : m_flow->decline();
    }
    m_ending->await();
    QCOMPARE(m_ending->ends(), 1);
    QCOMPARE(m_ending->failure().code, code);
    QVERIFY(m_house->http.countOf(revocation) >= 1);
    QVERIFY(m_house->stored().isEmpty());
    QVERIFY(m_house->secrets.entries.isEmpty());
}

void TstUnexpectedIdentity::fault28AnotherThanTheAccountMayBeAddedBesideIt()
{
    const model::AccountId expected = m_house->signedIn();
    auto request = hub(QStringLiteral("ada@hub.example")); // the right name does not make it the right account
    request.expected = expected;
    run(request);
    QCOMPARE(m_questions.size(), 1);
    QVERIFY(m_questions.first().another);
    QCOMPARE(m_questions.first().expected, QStringLiteral("ada@example.org"));
    const model::Account before = *m_house->records.find(expected);
    m_flow->accept();
    m_ending->await();
    QCOMPARE(m_ending->signedIn.size(), 1);
    QVERIFY(m_ending->signedIn.first() != expected);
    QCOMPARE(m_house->stored().size(), 2);
    QCOMPARE(*m_house->records.find(expected), before);
}

void TstUnexpectedIdentity::theAccountItselfIsNoQuestion()
{
    run(hub({}));
    auto again = hub(QStringLiteral("an address of before")); // which the account may have had when it was stored
    again.expected = m_ending->signedIn.value(0);
    run(again);
    QVERIFY(m_questions.isEmpty());
    QCOMPARE(m_ending->signedIn, QList<model::AccountId>{again.expected});
}

void TstUnexpectedIdentity::anAnswerOutOfPlaceDoesNothing()
{
    m_flow = m_house->signIn.withBrowser(hub({}));
    m_ending = std::make_unique<Ending>(*m_flow);
    m_flow->accept();
    m_flow->decline();
    m_flow->start();
    m_flow->decline();
    m_ending->await();
    QCOMPARE(m_ending->signedIn.size(), 1);
    m_flow->decline();
    m_flow->accept();
    QCoreApplication::processEvents();
    QCOMPARE(m_ending->ends(), 1);
    QCOMPARE(m_house->http.countOf(revocation), 0);
}

KEYTURN_TEST(TstUnexpectedIdentity)
#include "tst_unexpectedidentity.moc"
