// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/stepupchallenge.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::net {

/// RFC 9470.
class TstStepUpChallenge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsFoundAmongChallenges_data();
    void itIsFoundAmongChallenges();
    void otherChallengesAreNone_data();
    void otherChallengesAreNone();
    void theErrorTellsItAgain();
    void onlyARefusalAsksForIt();
};

void TstStepUpChallenge::itIsFoundAmongChallenges_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("acr");
    QTest::addColumn<int>("age"); // -1: none
    const QByteArray start = "Bearer error=\"insufficient_user_authentication\"";
    QTest::newRow("the RFC's acr") << start + ", error_description=\"A different authentication level is required\", acr_values=\"myACR\""
                                   << "myACR" << -1;
    QTest::newRow("the RFC's age") << start + ",\r\n error_description=\"More recent authentication is required\", max_age=\"5\""
                                   << "" << 5;
    QTest::newRow("both, two levels") << start + ", acr_values=\"gold silver\", max_age=0"
                                      << "gold silver" << 0;
    QTest::newRow("after another") << "Basic realm=\"a, b\", " + start + ", max_age=7"
                                   << "" << 7;
    QTest::newRow("before another") << start + ", Digest max_age=\"9\", acr_values=\"x\""
                                    << "" << -1;
    QTest::newRow("DPoP") << QByteArray("DPoP error=insufficient_user_authentication, acr_values=\"a\"") << "a" << -1;
    QTest::newRow("a quote within") << start + ", realm=\"a\\\", max_age=\\\"9\", max_age=3"
                                    << "" << 3;
    QTest::newRow("an age that is none") << start + ", max_age=\"soon\""
                                         << "" << -1;
    QTest::newRow("an age below zero") << start + ", max_age=\"-3\""
                                       << "" << -1;
    QTest::newRow("an age without end") << start + ", max_age=\"99999999999\""
                                        << "" << -1;
    QTest::newRow("a level that cannot be sent") << start + ", acr_values=\"good \xe9vil\""
                                                 << "good" << -1;
    QTest::newRow("said twice, the first counts") << start + ", max_age=1, max_age=2"
                                                  << "" << 1;
}

void TstStepUpChallenge::itIsFoundAmongChallenges()
{
    QFETCH(QByteArray, header);
    QFETCH(int, age);
    const auto challenge = readStepUpChallenge(header);
    QVERIFY(challenge);
    QTEST(challenge->acrValues.join(u' '), "acr");
    QCOMPARE(challenge->maxAge.value_or(-1), age);
}

void TstStepUpChallenge::otherChallengesAreNone_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a bare scheme") << QByteArray("Bearer");
    QTest::newRow("another error") << QByteArray("Bearer error=\"invalid_token\", max_age=5");
    QTest::newRow("only named in a text") << QByteArray("Bearer error_description=\"error=insufficient_user_authentication\"");
    QTest::newRow("too far behind") << QByteArray(9000, 'x') + " Bearer error=insufficient_user_authentication";
    QTest::newRow("an open quote") << QByteArray("Bearer realm=\"a, error=insufficient_user_authenticatio");
}

void TstStepUpChallenge::otherChallengesAreNone()
{
    QFETCH(QByteArray, header);
    QVERIFY(!readStepUpChallenge(header));
}

void TstStepUpChallenge::theErrorTellsItAgain()
{
    for (const StepUpChallenge &challenge : {StepUpChallenge{}, StepUpChallenge{{QStringLiteral("urn:gold"), QStringLiteral("silver")}, 0}}) {
        const core::Error error = stepUpError(challenge);
        QCOMPARE(error.code, QStringLiteral("insufficient_user_authentication"));
        QCOMPARE(readStepUpChallenge(error.detail.toLatin1()), std::optional(challenge));
    }
}

void TstStepUpChallenge::onlyARefusalAsksForIt()
{
    HttpResponse response;
    response.status = 401;
    response.headers = {{"WWW-Authenticate", "Basic realm=\"x\""},
                        {"www-authenticate", "Bearer error=\"insufficient_user_authentication\", max_age=\"60\""}};
    QCOMPARE(stepUpChallengeOf(response), std::optional(StepUpChallenge{{}, 60}));
    response.status = 403;
    QVERIFY(!stepUpChallengeOf(response));
}

} // namespace keyturn::net

using keyturn::net::TstStepUpChallenge;
KEYTURN_TEST(TstStepUpChallenge)
#include "tst_stepupchallenge.moc"
