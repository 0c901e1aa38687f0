// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/stepup.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;

/// The sign-in that meets a challenge (RFC 9470).
class TstStepUp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPersonIsAskedForSure_data();
    void aPersonIsAskedForSure();
};

void TstStepUp::aPersonIsAskedForSure_data()
{
    QTest::addColumn<QString>("challenge");
    QTest::addColumn<QString>("handoff");
    QTest::addColumn<QString>("prompt");
    const QString none;
    const QString google = QStringLiteral("google");
    const QString login = QStringLiteral("login");
    QTest::newRow("a bare challenge: a session in the browser would answer it in silence")
        << QStringLiteral("Bearer error=\"insufficient_user_authentication\"") << none << login;
    QTest::newRow("an age, which the ID token shows")
        << QStringLiteral("Bearer error=\"insufficient_user_authentication\", max_age=\"5\"") << none << none;
    QTest::newRow("a way, which the ID token shows")
        << QStringLiteral("Bearer error=\"insufficient_user_authentication\", acr_values=\"phr\"") << none << none;
    QTest::newRow("an age through a hand-off, which shows nothing")
        << QStringLiteral("Bearer error=\"insufficient_user_authentication\", max_age=\"5\"") << google << login;
}

void TstStepUp::aPersonIsAskedForSure()
{
    QFETCH(const QString, challenge);
    QFETCH(const QString, handoff);
    model::Account account;
    account.id = model::AccountId(QStringLiteral("one"));
    account.handoff = model::ProviderId(handoff);
    const auto stepUp = accounts::stepUpAskedBy({core::ErrorKind::Rejected, QStringLiteral("insufficient_user_authentication"), challenge});
    QVERIFY(stepUp);
    const accounts::BrowserSignInRequest request = accounts::stepUpRequest(account, *stepUp);
    QTEST(request.prompt, "prompt");
    QCOMPARE(request.maxAge, stepUp->maxAge);
    QCOMPARE(request.acrValues, stepUp->acrValues);
    QCOMPARE(request.expected, account.id);
}

KEYTURN_TEST(TstStepUp)
#include "tst_stepup.moc"
