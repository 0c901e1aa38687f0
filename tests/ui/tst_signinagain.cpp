// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordpage.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QTest>

namespace keyturn::ui::tests {

using Step = keyturn::accounts::SignInFlow::Step;

/// An account that is there already is signed in anew.
class TstSignInAgain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<SignInBench>(); }
    void cleanup() { m_bench.reset(); }
    void whatTheAccountSignedInByIsGuessedAndCanBePutRight_data();
    void whatTheAccountSignedInByIsGuessedAndCanBePutRight();
    void whatLeadsElsewhereRestsWhileTheBackendIsAsked();
    void aProofOfNothingInParticularIsAskedOfThePersonAllTheSame();
    void theBrowserThatOpensASecondTimeIsExplained();

private:
    std::unique_ptr<SignInBench> m_bench;
};

void TstSignInAgain::whatTheAccountSignedInByIsGuessedAndCanBePutRight_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("guess");
    QTest::newRow("an e-mail") << QStringLiteral("Ada Lovelace") << QStringLiteral("ada@example.com") << QStringLiteral("E-mail")
                               << QStringLiteral("ada@example.com");
    QTest::newRow("a user name") << QStringLiteral("ada") << QString() << QStringLiteral("User name") << QStringLiteral("ada");
    QTest::newRow("a name that is an e-mail") << QStringLiteral("ada@example.com") << QString() << QStringLiteral("E-mail")
                                              << QStringLiteral("ada@example.com");
    QTest::newRow("neither") << QString() << QString() << QStringLiteral("E-mail") << QString();
}

void TstSignInAgain::whatTheAccountSignedInByIsGuessedAndCanBePutRight()
{
    QFETCH(const QString, name);
    QFETCH(const QString, email);
    QFETCH(const QString, field);
    QFETCH(const QString, guess);
    const model::Account ada = account(QStringLiteral("x"), name, email);
    m_bench->dialog().startAgain(ada);
    QVERIFY2(m_bench->field(field), qPrintable(field));
    QCOMPARE(m_bench->field(field)->line().text(), guess);
    m_bench->type(field, QStringLiteral("countess"));
    m_bench->type(QStringLiteral("Password"), QStringLiteral("correct horse"));
    m_bench->button(QStringLiteral("Sign in"))->click();
    QCOMPARE(m_bench->port.password->user, QStringLiteral("countess"));
    QCOMPARE(m_bench->port.password->expected, ada.id); // whoever comes is compared with the account
}

void TstSignInAgain::whatLeadsElsewhereRestsWhileTheBackendIsAsked()
{
    model::PasswordSignIn &password = *m_bench->port.list.first().password;
    password.reset = model::PasswordReset{model::Endpoint{}, model::Endpoint{}, {}};
    m_bench->dialog().startAgain(account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com")));
    m_bench->type(QStringLiteral("Password"), QStringLiteral("correct horse"));
    m_bench->button(QStringLiteral("Sign in"))->click();
    QVERIFY(!m_bench->button(QStringLiteral("Forgot your password?"))->isEnabled());
    Q_EMIT m_bench->port.flow->failed({core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QVERIFY(m_bench->button(QStringLiteral("Forgot your password?"))->isEnabled());
}

/// Else the provider would answer out of the browser's own sign-in, and nobody would have proved anything.
void TstSignInAgain::aProofOfNothingInParticularIsAskedOfThePersonAllTheSame()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_bench->dialog().startAgain(ada, keyturn::accounts::StepUp{});
    SignInBench::settle();
    QCOMPARE(m_bench->port.browser->prompt, QStringLiteral("login"));
    QCOMPARE(m_bench->port.browser->expected, ada.id);
}

void TstSignInAgain::theBrowserThatOpensASecondTimeIsExplained()
{
    const auto explained = [this] {
        return m_bench->visibleTexts().join(u'\n').contains(QStringLiteral("So the browser opens a second time: allow it there once more."));
    };
    m_bench->openBrowser(false);
    QVERIFY(!explained());
    Q_EMIT m_bench->port.flow->stepChanged(Step::ExchangingCode);
    Q_EMIT m_bench->port.flow->consentNeeded();
    QVERIFY(explained());
    QVERIFY(!m_bench->button(QStringLiteral("Open again"))->isEnabled()); // not the first address once more
    const QUrl second(QStringLiteral("https://accounts.example/authorize?prompt=consent"));
    Q_EMIT m_bench->port.flow->authorizationUrlReady(second);
    Q_EMIT m_bench->port.flow->stepChanged(Step::WaitingForBrowser);
    QVERIFY(explained());
    QCOMPARE(m_bench->page<signin::BrowserPage>()->address(), second);
    QVERIFY(m_bench->button(QStringLiteral("Open again"))->isEnabled());
    Q_EMIT m_bench->port.flow->failed({core::ErrorKind::Cancelled, QStringLiteral("access_denied"), {}});
    m_bench->button(QStringLiteral("Start again"))->click();
    SignInBench::settle();
    Q_EMIT m_bench->port.flow->stepChanged(Step::WaitingForBrowser);
    QVERIFY(!explained());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSignInAgain;
KEYTURN_TEST(TstSignInAgain)
#include "tst_signinagain.moc"
