// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/carepage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordpage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using signin::CarePage;
using signin::FormField;
using signin::PasswordPage;

/// Who cannot sign in: the password is forgotten, or the e-mail is not confirmed yet.
class TstForgottenPassword : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }
    void whereTheBackendHasNoWayNothingIsOffered();
    void aPageOfTheBackendIsOpened();
    void aNewPasswordIsSetByACode();
    void whoHasACodeAlreadyEntersIt();
    void whoHasACodeMaySayWhoseItIs();
    void anEmailIsConfirmedOnAnotherDay();
    void whetherThereIsAnAccountIsNotTold();
    void aWrongCodeIsToldAtItsFieldAndTheRestStays();
    void theRulesOfTheNewPasswordHold();
    void tooManyRequestsCountDown();
    void cancellingStopsTheRequest();
    void aRegistrationThatWaitsForTheEmailAsksForTheCode();
    void whereNoCodeCanBeEnteredTheSentenceIsAll();

private:
    void openPassword();
    void openReset();
    void type(const char *field, const QString &text);
    [[nodiscard]] FormField *field(const char *name) const;
    [[nodiscard]] QAbstractButton *button(const char *text) const { return m_bench->button(QString::fromUtf8(text)); }
    [[nodiscard]] bool isOn(QWidget *page) const { return m_bench->dialog().currentPage() == page; }
    [[nodiscard]] FakeSignIn &port() const { return m_bench->port; }
    void answer(const core::Result<void> &result);

    std::unique_ptr<SignInBench> m_bench;
};

void TstForgottenPassword::init()
{
    m_bench = std::make_unique<SignInBench>();
    model::PasswordSignIn &password = *port().list.first().password;
    password.reset = model::PasswordReset{model::Endpoint{}, model::Endpoint{}, {}};
    password.emailVerification = model::EmailVerification{model::Endpoint{}, model::Endpoint{}, {}};
    password.rules.minimumLength = 8;
}

void TstForgottenPassword::openPassword()
{
    m_bench->dialog().startNew(model::ProfileId(QStringLiteral("demo")));
    QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
    SignInBench::settle();
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
}

FormField *TstForgottenPassword::field(const char *name) const
{
    for (FormField *one : m_bench->dialog().currentPage()->findChildren<FormField *>()) {
        if (one->line().accessibleName() == QLatin1String(name) && one->isVisible())
            return one;
    }
    return nullptr;
}

void TstForgottenPassword::type(const char *name, const QString &text)
{
    QVERIFY2(field(name), name);
    field(name)->line().clear();
    QTest::keyClicks(&field(name)->line(), text);
}

void TstForgottenPassword::answer(const core::Result<void> &result)
{
    port().care.finish(result);
    SignInBench::settle();
}

void TstForgottenPassword::openReset()
{
    openPassword();
    type("E-mail", QStringLiteral("ada@example.com"));
    button("Forgot your password?")->click();
    QVERIFY(isOn(m_bench->page<CarePage>()));
    button("Send the code")->click();
    QCOMPARE(port().cares, QStringList{QStringLiteral("reset demo ada@example.com")});
    answer({});
}

void TstForgottenPassword::whereTheBackendHasNoWayNothingIsOffered()
{
    port().list.first().password->reset.reset();
    openPassword();
    QVERIFY(!button("Forgot your password?"));
    port().list.first().password->reset = model::PasswordReset{model::Endpoint{}, std::nullopt, {}}; // a code that nobody could enter
    openPassword();
    QVERIFY(!button("Forgot your password?"));
}

void TstForgottenPassword::aPageOfTheBackendIsOpened()
{
    const QUrl page(QStringLiteral("https://acme.example/forgotten"));
    port().list.first().password->reset = model::PasswordReset{std::nullopt, std::nullopt, page};
    openPassword();
    button("Forgot your password?")->click();
    QCOMPARE(port().opened, QList{page});
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
    port().opens = Error{ErrorKind::Configuration, QStringLiteral("browser_missing"), {}};
    button("Forgot your password?")->click();
    QVERIFY(m_bench->notice().startsWith(QLatin1String("No browser was found")));
    QVERIFY(m_bench->notice().contains(page.toString()));
    button("Copy link")->click();
    QCOMPARE(QApplication::clipboard()->text(), page.toString());
}

void TstForgottenPassword::aNewPasswordIsSetByACode()
{
    openReset();
    QVERIFY(field("Code from the message")->line().hasFocus());
    type("Code from the message", QStringLiteral("ABCD-EFGH"));
    type("New password", QStringLiteral("correct horse"));
    QLineEdit &line = field("New password")->line();
    QTest::keyClick(&line, Qt::Key_Return);
    QCOMPARE(port().cares.last(), QStringLiteral("set demo ada@example.com ABCD-EFGH correct horse"));
    QCOMPARE(line.text(), QString()); // FAULTS 107
    answer({});
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
    QCOMPARE(m_bench->notice(), QStringLiteral("Your password is new. Sign in with it."));
    QCOMPARE(field("E-mail")->line().text(), QStringLiteral("ada@example.com"));
    QVERIFY(field("Password")->line().hasFocus());
}

void TstForgottenPassword::whoHasACodeAlreadyEntersIt()
{
    openPassword();
    type("E-mail", QStringLiteral("ada@example.com"));
    button("Forgot your password?")->click();
    button("I have a code")->click();
    QCOMPARE(port().cares, QStringList()); // no other one makes it void
    QVERIFY(!button("I have a code"));
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("Enter the code that Acme has mailed you.")));
    QVERIFY(field("Code from the message")->line().hasFocus());
    type("Code from the message", QStringLiteral("ABCD-EFGH"));
    type("New password", QStringLiteral("correct horse"));
    button("Set the password")->click();
    QCOMPARE(port().cares, QStringList{QStringLiteral("set demo ada@example.com ABCD-EFGH correct horse")});
}

void TstForgottenPassword::whoHasACodeMaySayWhoseItIs()
{
    openPassword();
    button("Forgot your password?")->click();
    button("I have a code")->click();
    QVERIFY(field("E-mail")->line().hasFocus());
    QVERIFY(!button("Send it again")->isEnabled()); // to whom?
    type("E-mail", QStringLiteral("ada@example.com"));
    button("Send it again")->click();
    QCOMPARE(port().cares.last(), QStringLiteral("reset demo ada@example.com"));
    answer({});
    type("Code from the message", QStringLiteral("ABCD-EFGH"));
    type("New password", QStringLiteral("correct horse"));
    button("Set the password")->click();
    QCOMPARE(port().cares.last(), QStringLiteral("set demo ada@example.com ABCD-EFGH correct horse"));
    answer({});
    QCOMPARE(field("E-mail")->line().text(), QStringLiteral("ada@example.com"));
}

void TstForgottenPassword::anEmailIsConfirmedOnAnotherDay()
{
    openPassword();
    button("Confirm an e-mail…")->click();
    type("E-mail", QStringLiteral("ada@example.com"));
    type("Code from the message", QStringLiteral("ABCD"));
    button("Confirm")->click();
    QCOMPARE(port().cares, QStringList{QStringLiteral("confirm demo ada@example.com ABCD")});
    answer({});
    QCOMPARE(m_bench->notice(), QStringLiteral("Your e-mail is confirmed. Sign in now."));
    port().list.first().password->emailVerification.reset();
    openPassword();
    QVERIFY(!button("Confirm an e-mail…"));
}

void TstForgottenPassword::whetherThereIsAnAccountIsNotTold()
{
    openReset();
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("If Acme knows ada@example.com, a message with a code is on its way there.")));
    button("Send it again")->click();
    QCOMPARE(port().cares.size(), 2);
    QCOMPARE(port().cares.last(), QStringLiteral("reset demo ada@example.com"));
    answer({});
    QCOMPARE(m_bench->notice(), QStringLiteral("Another message is on its way."));
}

void TstForgottenPassword::aWrongCodeIsToldAtItsFieldAndTheRestStays()
{
    openReset();
    type("Code from the message", QStringLiteral("nonsense"));
    type("New password", QStringLiteral("correct horse"));
    button("Set the password")->click();
    answer(Error{ErrorKind::Rejected, QStringLiteral("invalid_code"), {}});
    QVERIFY(field("Code from the message")->error().startsWith(QLatin1String("Acme does not take this code")));
    QVERIFY(field("Code from the message")->error().endsWith(QLatin1String("have a new one sent."))); // there is no next one, as an app has
    QVERIFY(field("Code from the message")->line().hasFocus());
    QCOMPARE(m_bench->notice(), QString());
    type("New password", QStringLiteral("another horse"));
    button("Set the password")->click();
    Error refused{ErrorKind::Rejected, QStringLiteral("validation_failed"), {}};
    refused.fields = {{QStringLiteral("newPassword"), QStringLiteral("Too well known.")}};
    answer(refused);
    QCOMPARE(field("New password")->error(), QStringLiteral("Too well known."));
}

void TstForgottenPassword::theRulesOfTheNewPasswordHold()
{
    openReset();
    type("Code from the message", QStringLiteral("ABCD"));
    type("New password", QStringLiteral("short"));
    QVERIFY(!button("Set the password")->isEnabled());
    type("New password", QStringLiteral("long enough"));
    QVERIFY(button("Set the password")->isEnabled());
}

void TstForgottenPassword::tooManyRequestsCountDown()
{
    openPassword();
    button("Forgot your password?")->click();
    type("E-mail", QStringLiteral("ada@example.com"));
    button("Send the code")->click();
    answer(Error{ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, std::chrono::seconds(40)});
    QVERIFY(button("Try again in 40 s"));
    m_bench->clock.advance(std::chrono::seconds(40));
    QVERIFY(button("Send the code")->isEnabled());
}

void TstForgottenPassword::cancellingStopsTheRequest()
{
    openPassword();
    button("Forgot your password?")->click();
    type("E-mail", QStringLiteral("ada@example.com"));
    button("Send the code")->click();
    button("Cancel")->click();
    QVERIFY(port().careStop.stop_requested());
    answer({}); // too late
    QVERIFY(button("Send the code")->isEnabled());
    button("Back")->click();
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
    QCOMPARE(field("E-mail")->line().text(), QString());
}

void TstForgottenPassword::aRegistrationThatWaitsForTheEmailAsksForTheCode()
{
    openPassword();
    type("E-mail", QStringLiteral("ada@example.com"));
    type("Password", QStringLiteral("correct horse"));
    button("Sign in")->click();
    Q_EMIT port().flow->failed({ErrorKind::Rejected, QStringLiteral("email_not_verified"), {}});
    QVERIFY(isOn(m_bench->page<CarePage>()));
    button("Send it again")->click();
    QCOMPARE(port().cares.last(), QStringLiteral("send demo ada@example.com"));
    answer({});
    type("Code from the message", QStringLiteral("ABCD"));
    button("Confirm")->click();
    QCOMPARE(port().cares.last(), QStringLiteral("confirm demo ada@example.com ABCD"));
    answer({});
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
    QCOMPARE(m_bench->notice(), QStringLiteral("Your e-mail is confirmed. Sign in now."));
}

void TstForgottenPassword::whereNoCodeCanBeEnteredTheSentenceIsAll()
{
    port().list.first().password->emailVerification->confirm.reset();
    openPassword();
    type("E-mail", QStringLiteral("ada@example.com"));
    type("Password", QStringLiteral("correct horse"));
    button("Sign in")->click();
    Q_EMIT port().flow->failed({ErrorKind::Rejected, QStringLiteral("email_not_verified"), {}});
    QVERIFY(isOn(m_bench->page<PasswordPage>()));
    QVERIFY(m_bench->notice().contains(QLatin1String("confirmed")));
}

KEYTURN_TEST(TstForgottenPassword)

} // namespace keyturn::ui::tests

#include "tst_forgottenpassword.moc"
