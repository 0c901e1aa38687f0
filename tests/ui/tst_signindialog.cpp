// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/keychainpage.h"
#include "ui/signin/passwordfield.h"
#include "ui/signin/passwordpage.h"
#include "ui/signin/pickpage.h"
#include "ui/signin/registerpage.h"
#include "ui/signin/resultpage.h"
#include "ui/signin/signindialog.h"

#include <QApplication>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using signin::FormField;
using signin::PasswordField;
using signin::SignInDialog;
using Step = keyturn::accounts::SignInFlow::Step;

class TstSignInDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void enterGoesFromPickToPasswordToResult();
    void afterSigningInNoWidgetHoldsThePassword();
    void aWrongPasswordKeepsTheEmailAndEmptiesThePassword();
    void theLastEmailStandsThereAndThePasswordNever();
    void tooManyAttemptsCountDownAndTheButtonComesBack();
    void aRunningAttemptCanBeCancelled();
    void capsLockIsNoticed();
    void theBackendsFieldErrorsStandAtTheFields();
    void aFieldThatIsNotOursIsSaidInTheNotice();
    void theBrowserPageSaysWhatItWaitsFor();
    void aBrowserThatCannotBeStartedLeavesTheLink();
    void refusedConsentCanBeStartedAgain();
    void signingInAgainExpectsTheSamePerson();
    void aStepUpAsksTheProviderForMore();
    void anotherPersonIsSaidClearly();
    void withoutAKeychainThePersonChooses();
    void aPassphraseIsGivenTwice();
    void aBackendThatDoesNotStartIsSaidWherePicked();
    void escapeCancelsWhatRuns();

private:
    template <class T> [[nodiscard]] T *page() const { return m_dialog->findChild<T *>(); }
    [[nodiscard]] QPushButton *button(const QString &text) const;
    [[nodiscard]] FormField *field(const QString &name) const;
    [[nodiscard]] QString notice() const { return qobject_cast<signin::Page *>(m_dialog->currentPage())->notice().sentence(); }
    /// An answer through two Asyncs takes some turns of the event loop.
    void settle()
    {
        for (int turn = 0; turn < 6; ++turn)
            QCoreApplication::processEvents();
    }
    void openPassword();
    void openBrowser();
    void submitPassword();
    void failWith(const Error &error);

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeSignIn> m_port;
    std::unique_ptr<SignInDialog> m_dialog;
};

void TstSignInDialog::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeSignIn>(*m_clock);
    m_dialog = std::make_unique<SignInDialog>(*m_port);
    m_dialog->startNew(model::ProfileId(QStringLiteral("demo")));
    m_dialog->show();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TstSignInDialog::cleanup()
{
    m_dialog.reset();
}

/// On the open page, by its text without mnemonics.
QPushButton *TstSignInDialog::button(const QString &text) const
{
    for (QPushButton *one : m_dialog->currentPage()->findChildren<QPushButton *>()) {
        if (one->text().remove(u'&').startsWith(text) && !one->isHidden())
            return one;
    }
    return nullptr;
}

FormField *TstSignInDialog::field(const QString &name) const
{
    for (FormField *one : m_dialog->currentPage()->findChildren<FormField *>()) {
        if (one->line().accessibleName() == name)
            return one;
    }
    return nullptr;
}

void TstSignInDialog::openPassword()
{
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
    QCOMPARE(m_dialog->currentPage(), page<signin::PasswordPage>());
}

void TstSignInDialog::openBrowser()
{
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Down);
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
    QCOMPARE(m_dialog->currentPage(), page<signin::BrowserPage>());
}

void TstSignInDialog::submitPassword()
{
    field(QStringLiteral("E-mail"))->line().setText(QStringLiteral("ada@example.com"));
    field(QStringLiteral("Password"))->line().setText(QStringLiteral("correct horse"));
    QTest::keyClick(&field(QStringLiteral("Password"))->line(), Qt::Key_Return);
}

void TstSignInDialog::failWith(const Error &error)
{
    Q_EMIT m_port->flow->failed(error);
    settle();
}

void TstSignInDialog::enterGoesFromPickToPasswordToResult()
{
    QSignalSpy signedIn(m_dialog.get(), &SignInDialog::signedIn);
    openPassword();
    submitPassword();
    QVERIFY(m_port->flow->started);
    QCOMPARE(m_port->password->user, QStringLiteral("ada@example.com"));
    QCOMPARE(m_port->password->password, core::Secret::fromText(QStringLiteral("correct horse")));
    QCOMPARE(field(QStringLiteral("Password"))->line().text(), QString()); // FAULTS 107
    QVERIFY(!field(QStringLiteral("Password"))->line().isUndoAvailable());
    Q_EMIT m_port->flow->signedIn(model::AccountId(QStringLiteral("x")));
    QCOMPARE(m_dialog->currentPage(), page<signin::ResultPage>());
    QCOMPARE(signedIn.size(), 1);
    QTest::keyClick(m_dialog.get(), Qt::Key_Return);
    QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
}

void TstSignInDialog::afterSigningInNoWidgetHoldsThePassword() // FAULTS 107
{
    const QString password = QStringLiteral("correct horse");
    openPassword();
    submitPassword();
    QCOMPARE(m_port->password->password, core::Secret::fromText(password));
    Q_EMIT m_port->flow->signedIn(model::AccountId(QStringLiteral("x")));
    for (QWidget *widget : m_dialog->findChildren<QWidget *>()) {
        QStringList texts{widget->accessibleName(), widget->accessibleDescription(), widget->toolTip(), widget->windowTitle()};
        for (const char *property : {"text", "placeholderText"})
            texts += widget->property(property).toString();
        QVERIFY2(!texts.join(u'\n').contains(password), widget->metaObject()->className());
        if (auto *line = qobject_cast<QLineEdit *>(widget); line && line->echoMode() != QLineEdit::Normal) {
            line->undo(); // what can be taken back has not gone
            QCOMPARE(line->text(), QString());
        }
    }
}

void TstSignInDialog::aWrongPasswordKeepsTheEmailAndEmptiesThePassword()
{
    openPassword();
    submitPassword();
    failWith({ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}});
    QCOMPARE(field(QStringLiteral("E-mail"))->line().text(), QStringLiteral("ada@example.com"));
    QCOMPARE(field(QStringLiteral("Password"))->line().text(), QString());
    QVERIFY(field(QStringLiteral("Password"))->line().hasFocus());
    QVERIFY(notice().startsWith(QLatin1String("Acme does not know")));
}

void TstSignInDialog::theLastEmailStandsThereAndThePasswordNever()
{
    m_port->lastUsers.insert(model::ProfileId(QStringLiteral("demo")), QStringLiteral("ada@example.com"));
    openPassword();
    QCOMPARE(field(QStringLiteral("E-mail"))->line().text(), QStringLiteral("ada@example.com"));
    QCOMPARE(field(QStringLiteral("Password"))->line().text(), QString());
    QVERIFY(field(QStringLiteral("Password"))->line().hasFocus());
}

void TstSignInDialog::tooManyAttemptsCountDownAndTheButtonComesBack()
{
    openPassword();
    submitPassword();
    failWith({ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, std::chrono::seconds(12)});
    QPushButton *submit = button(QStringLiteral("Try again in 12 s"));
    QVERIFY(submit);
    field(QStringLiteral("Password"))->line().setText(QStringLiteral("another"));
    QVERIFY(!submit->isEnabled());
    m_clock->advance(std::chrono::seconds(5));
    QCOMPARE(submit->text(), QStringLiteral("Try again in 7 s"));
    m_clock->advance(std::chrono::seconds(7));
    QCOMPARE(submit->text(), QStringLiteral("&Sign in"));
    QVERIFY(submit->isEnabled());
    QCOMPARE(notice(), QString());
}

void TstSignInDialog::aRunningAttemptCanBeCancelled()
{
    openPassword();
    submitPassword();
    QVERIFY(!field(QStringLiteral("E-mail"))->isEnabled());
    const QPointer<FakeFlow> flow = m_port->flow;
    button(QStringLiteral("Cancel"))->click();
    QVERIFY(flow->cancelled);
    QVERIFY(field(QStringLiteral("E-mail"))->isEnabled());
    QVERIFY(button(QStringLiteral("Back")));
}

void TstSignInDialog::capsLockIsNoticed()
{
    openPassword();
    QLineEdit &line = field(QStringLiteral("Password"))->line();
    QTest::keyClick(&line, 'A', Qt::NoModifier);
    QTest::sendKeyEvent(QTest::Click, &line, Qt::Key_A, QStringLiteral("A"), Qt::NoModifier);
    QVERIFY(field(QStringLiteral("Password"))->hint().contains(QLatin1String("Caps lock")));
    QTest::sendKeyEvent(QTest::Click, &line, Qt::Key_A, QStringLiteral("A"), Qt::ShiftModifier);
    QCOMPARE(field(QStringLiteral("Password"))->hint(), QString());
}

void TstSignInDialog::theBackendsFieldErrorsStandAtTheFields()
{
    openPassword();
    button(QStringLiteral("Create an account"))->click();
    field(QStringLiteral("Name"))->line().setText(QStringLiteral("Ada"));
    field(QStringLiteral("E-mail"))->line().setText(QStringLiteral("ada@example.com"));
    field(QStringLiteral("Password"))->line().setText(QStringLiteral("correct horse"));
    button(QStringLiteral("Create account"))->click();
    QCOMPARE(m_port->registration->name, QStringLiteral("Ada"));
    failWith({ErrorKind::Rejected, QStringLiteral("validation_failed"), {}, {}, {{QStringLiteral("email"), QStringLiteral("Already <b>taken</b>")}}});
    QCOMPARE(field(QStringLiteral("E-mail"))->error(), QStringLiteral("Already <b>taken</b>"));
    QCOMPARE(field(QStringLiteral("Password"))->error(), QString());
    QVERIFY(field(QStringLiteral("E-mail"))->line().hasFocus());
}

void TstSignInDialog::aFieldThatIsNotOursIsSaidInTheNotice()
{
    openPassword();
    submitPassword();
    failWith({ErrorKind::Rejected, QStringLiteral("validation_failed"), {}, {}, {{QStringLiteral("captcha"), QStringLiteral("missing")}}});
    QCOMPARE(notice(), QStringLiteral("captcha: missing"));
}

void TstSignInDialog::theBrowserPageSaysWhatItWaitsFor()
{
    openBrowser();
    QCOMPARE(m_port->browser->provider, model::ProviderId(QStringLiteral("google")));
    QVERIFY(!button(QStringLiteral("Open again"))->isEnabled());
    Q_EMIT m_port->flow->authorizationUrlReady(QUrl(QStringLiteral("https://accounts.example/authorize?x=1")));
    Q_EMIT m_port->flow->stepChanged(Step::WaitingForBrowser);
    button(QStringLiteral("Open again"))->click();
    QCOMPARE(m_port->flow->openedAgain, 1);
    QVERIFY(!page<signin::BrowserPage>()->findChild<QLineEdit *>()->isVisible());
    Q_EMIT m_port->flow->stepChanged(Step::ExchangingCode);
    QVERIFY(!button(QStringLiteral("Open again"))->isEnabled());
}

void TstSignInDialog::aBrowserThatCannotBeStartedLeavesTheLink()
{
    openBrowser();
    Q_EMIT m_port->flow->authorizationUrlReady(QUrl(QStringLiteral("https://accounts.example/authorize?x=1")));
    Q_EMIT m_port->flow->browserFailed({ErrorKind::Configuration, QStringLiteral("browser_missing"), {}});
    QVERIFY(notice().startsWith(QLatin1String("No browser was found")));
    auto *link = page<signin::BrowserPage>()->findChild<QLineEdit *>();
    QVERIFY(link->isVisible());
    QCOMPARE(link->text(), QStringLiteral("https://accounts.example/authorize?x=1"));
}

void TstSignInDialog::refusedConsentCanBeStartedAgain()
{
    openBrowser();
    failWith({ErrorKind::Cancelled, QStringLiteral("access_denied"), {}});
    QVERIFY(notice().startsWith(QLatin1String("Access was refused on Google's page")));
    const QPointer<FakeFlow> first = m_port->flow;
    button(QStringLiteral("Start again"))->click();
    settle();
    QVERIFY(m_port->flow != first);
    QVERIFY(m_port->flow->started);
    QCOMPARE(notice(), QString());
}

void TstSignInDialog::signingInAgainExpectsTheSamePerson()
{
    const model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    m_dialog->startAgain(ada);
    QCOMPARE(m_dialog->currentPage(), page<signin::PasswordPage>());
    submitPassword();
    QCOMPARE(m_port->password->expected, ada.id);
}

void TstSignInDialog::aStepUpAsksTheProviderForMore()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    ada.method = model::SignInMethod::Device; // by code nothing could be asked
    m_dialog->startAgain(ada, keyturn::accounts::StepUp{{QStringLiteral("gold")}, 60});
    settle();
    QCOMPARE(m_dialog->windowTitle(), QStringLiteral("Confirm that it is you"));
    QVERIFY(m_port->browser);
    QCOMPARE(m_port->browser->expected, ada.id);
    QCOMPARE(m_port->browser->acrValues, QStringList{QStringLiteral("gold")});
    QCOMPARE(m_port->browser->maxAge, std::optional(60));
}

void TstSignInDialog::anotherPersonIsSaidClearly() // FAULTS 28
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_dialog->startAgain(ada);
    settle();
    QCOMPARE(m_port->browser->expected, ada.id);
    QCOMPARE(m_port->browser->loginHint, QStringLiteral("ada@example.com"));
    failWith({ErrorKind::Rejected, QStringLiteral("other_identity"), QStringLiteral("grace@example.com")});
    QVERIFY(notice().startsWith(QLatin1String("Somebody else signed in (grace@example.com) than")));
    QVERIFY(button(QStringLiteral("Start again")));
}

void TstSignInDialog::withoutAKeychainThePersonChooses() // FAULTS 61, 62
{
    m_port->probed = Error{ErrorKind::Storage, QStringLiteral("keychain_absent"), {}};
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
    QCOMPARE(m_dialog->currentPage(), page<signin::KeychainPage>());
    QVERIFY(!button(QStringLiteral("Use this"))->isEnabled()); // nothing is chosen for the person
    page<signin::KeychainPage>()->findChildren<QRadioButton *>().last()->setChecked(true);
    button(QStringLiteral("Use this"))->click();
    settle();
    QCOMPARE(m_port->places, QList{signin::SecretPlace::SessionOnly});
    QCOMPARE(m_dialog->currentPage(), page<signin::PasswordPage>());
}

void TstSignInDialog::aPassphraseIsGivenTwice()
{
    openPassword();
    submitPassword();
    failWith({ErrorKind::Storage, QStringLiteral("keychain_absent"), {}});
    QCOMPARE(m_dialog->currentPage(), page<signin::KeychainPage>());
    page<signin::KeychainPage>()->findChildren<QRadioButton *>().first()->setChecked(true);
    const QList<PasswordField *> fields = page<signin::KeychainPage>()->findChildren<PasswordField *>();
    fields.at(0)->setText(QStringLiteral("long enough"));
    fields.at(1)->setText(QStringLiteral("long enougt"));
    QVERIFY(!button(QStringLiteral("Use this"))->isEnabled());
    fields.at(1)->setText(QStringLiteral("long enough"));
    button(QStringLiteral("Use this"))->click();
    settle();
    QCOMPARE(m_port->passphrase, core::Secret::fromText(QStringLiteral("long enough")));
    QCOMPARE(m_dialog->currentPage(), page<signin::PasswordPage>());
    QCOMPARE(field(QStringLiteral("E-mail"))->line().text(), QStringLiteral("ada@example.com"));
}

void TstSignInDialog::aBackendThatDoesNotStartIsSaidWherePicked()
{
    m_port->prepared = Error{ErrorKind::Configuration, QStringLiteral("backend_missing"), {}};
    QTest::keyClick(m_dialog->findChild<QListView *>(), Qt::Key_Return);
    settle();
    QCOMPARE(m_dialog->currentPage(), page<signin::PickPage>());
    QVERIFY(notice().contains(QLatin1String("keyturn-backend was not found")));
}

void TstSignInDialog::escapeCancelsWhatRuns()
{
    openBrowser();
    const QPointer<FakeFlow> flow = m_port->flow;
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(flow->cancelled);
    QVERIFY(!m_dialog->isVisible());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSignInDialog;
KEYTURN_TEST(TstSignInDialog)
#include "tst_signindialog.moc"
