// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/signin/formfield.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using keyturn::accounts::PasswordChangeOutcome;
using mainwindow::PasswordDialog;
using signin::FormField;

/// A new password for who is signed in.
class TstPasswordDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theNewPasswordIsSentAndForgotten();
    void whatItDidIsSaid_data();
    void whatItDidIsSaid();
    void aWrongPresentPasswordIsToldAtItsField();
    void aRefusalOfTheNewOneIsToldAtItsField();
    void escapeDoesNotLoseWhatComesOfIt();
    void aProofIsOfferedWhereItIsAskedFor();
    void aProofThatDoesNotDoIsSaid();
    void everythingHasAName();
    void aBackendThatDropsTakesNothingAway_data();
    void aBackendThatDropsTakesNothingAway();
    void theBackendsOwnPageIsOpened();
    void aBrowserThatDoesNotStartIsSaid();

private:
    void open();
    void submit();
    [[nodiscard]] FormField *field(const char *name) const;
    [[nodiscard]] QAbstractButton *button(const char *text) const;
    [[nodiscard]] QStringList texts() const;
    void answer(const core::Result<PasswordChangeOutcome> &result);
    [[nodiscard]] static Error challenged();

    FakeClock m_clock;
    std::unique_ptr<FakeAccounts> m_accounts;
    std::unique_ptr<FakeSignIn> m_signIn;
    std::unique_ptr<PasswordDialog> m_dialog;
};

void TstPasswordDialog::init()
{
    m_dialog.reset();
    m_accounts = std::make_unique<FakeAccounts>(m_clock);
    m_signIn = std::make_unique<FakeSignIn>(m_clock);
    m_signIn->list.first().password->change = model::PasswordChange{model::Endpoint{}, {}, false, {}};
    m_signIn->list.first().password->rules.minimumLength = 8;
}

void TstPasswordDialog::open()
{
    model::Account ada = account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.profile = model::ProfileId(QStringLiteral("demo"));
    m_dialog = std::make_unique<PasswordDialog>(*m_accounts, *m_signIn, ada);
    m_dialog->show();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

FormField *TstPasswordDialog::field(const char *name) const
{
    for (FormField *one : m_dialog->findChildren<FormField *>()) {
        if (one->line().accessibleName() == QLatin1String(name) && one->isVisible())
            return one;
    }
    return nullptr;
}

QAbstractButton *TstPasswordDialog::button(const char *text) const
{
    for (auto *one : m_dialog->findChildren<QAbstractButton *>()) {
        if (one->isVisible() && one->text().remove(u'&') == QLatin1String(text))
            return one;
    }
    return nullptr;
}

QStringList TstPasswordDialog::texts() const
{
    QStringList found;
    for (const QLabel *label : m_dialog->findChildren<QLabel *>()) {
        if (label->isVisible())
            found += label->text();
    }
    return found;
}

void TstPasswordDialog::submit()
{
    QTest::keyClicks(&field("Your present password")->line(), QStringLiteral("correct horse"));
    QVERIFY(!button("Change it")->isEnabled());
    QTest::keyClicks(&field("New password")->line(), QStringLiteral("another horse"));
    QTest::keyClick(&field("New password")->line(), Qt::Key_Return);
}

void TstPasswordDialog::answer(const core::Result<PasswordChangeOutcome> &result)
{
    m_accounts->passwordChange.finish(result);
    QCoreApplication::processEvents();
}

void TstPasswordDialog::theNewPasswordIsSentAndForgotten()
{
    open();
    QVERIFY(field("Your present password")->line().hasFocus());
    submit();
    QCOMPARE(m_accounts->passwords,
             (QList{core::Secret::fromText(QStringLiteral("correct horse")), core::Secret::fromText(QStringLiteral("another horse"))}));
    for (const char *name : {"Your present password", "New password"}) { // FAULTS 107
        QCOMPARE(field(name)->line().text(), QString());
        QVERIFY(!field(name)->line().isUndoAvailable());
    }
}

void TstPasswordDialog::whatItDidIsSaid_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("words");
    QTest::newRow("signed in") << int(PasswordChangeOutcome::SignedIn) << QStringLiteral("You stay signed in here.");
    QTest::newRow("ended") << int(PasswordChangeOutcome::SignInAgain) << QStringLiteral("Acme has ended this sign-in with it.");
    QTest::newRow("unread") << int(PasswordChangeOutcome::TokensUnread) << QStringLiteral("What Acme answered could not be read whole.");
}

void TstPasswordDialog::whatItDidIsSaid()
{
    QFETCH(const int, outcome);
    QFETCH(const QString, words);
    open();
    submit();
    answer(static_cast<PasswordChangeOutcome>(outcome));
    const QStringList said = texts();
    QVERIFY(said.contains(QStringLiteral("Your password is new")));
    QVERIFY2(std::any_of(said.begin(), said.end(), [&words](const QString &text) { return text.startsWith(words); }), qPrintable(said.join(u'\n')));
    button("Done")->click();
    QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
}

void TstPasswordDialog::aWrongPresentPasswordIsToldAtItsField()
{
    open();
    submit();
    answer(Error{ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}});
    QCOMPARE(field("Your present password")->error(), QStringLiteral("This is not your present password."));
    QVERIFY(field("Your present password")->line().hasFocus());
}

void TstPasswordDialog::aRefusalOfTheNewOneIsToldAtItsField()
{
    open();
    submit();
    Error refused{ErrorKind::Rejected, QStringLiteral("validation_failed"), {}};
    refused.fields = {{QStringLiteral("newPassword"), QStringLiteral("Too well known.")}};
    answer(refused);
    QCOMPARE(field("New password")->error(), QStringLiteral("Too well known."));
    QCOMPARE(field("Your present password")->error(), QString());
}

void TstPasswordDialog::escapeDoesNotLoseWhatComesOfIt()
{
    open();
    submit();
    QVERIFY(!button("Cancel"));
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(m_dialog->isVisible());
    QVERIFY(says(*m_dialog, QStringLiteral("Acme is changing it, which cannot be stopped any more.")));
    answer(PasswordChangeOutcome::SignInAgain);
    QVERIFY(says(*m_dialog, QStringLiteral("Your password is new")));
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

Error TstPasswordDialog::challenged()
{
    return {ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
            QStringLiteral("Bearer error=\"insufficient_user_authentication\", acr_values=\"gold\"")};
}

void TstPasswordDialog::aProofIsOfferedWhereItIsAskedFor()
{
    open();
    submit();
    answer(challenged());
    QVERIFY(says(*m_dialog, QStringLiteral("Acme wants you to prove again that it is you")));
    QSignalSpy asked(m_dialog.get(), &PasswordDialog::stepUpRequested);
    button("Confirm that it is you")->click();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<keyturn::accounts::StepUp>().acrValues, QStringList{QStringLiteral("gold")});
    m_accounts->passwords.clear();
    m_dialog->resume();
    QCOMPARE(m_accounts->passwords,
             (QList{core::Secret::fromText(QStringLiteral("correct horse")), core::Secret::fromText(QStringLiteral("another horse"))}));
    answer(PasswordChangeOutcome::SignedIn);
    QVERIFY(says(*m_dialog, QStringLiteral("Your password is new")));
}

void TstPasswordDialog::aProofThatDoesNotDoIsSaid()
{
    open();
    submit();
    answer(challenged());
    m_dialog->resume();
    answer(challenged());
    QVERIFY(says(*m_dialog, QStringLiteral("is not content with how you have just proved")));
    QVERIFY(!button("Confirm that it is you"));
    QCOMPARE(field("New password")->line().text(), QStringLiteral("another horse")); // nothing was said against it
}

void TstPasswordDialog::everythingHasAName()
{
    open();
    QCOMPARE(namelessIn(*m_dialog), QString());
    submit();
    answer(PasswordChangeOutcome::SignedIn);
    QCOMPARE(namelessIn(*m_dialog), QString());
}

void TstPasswordDialog::aBackendThatDropsTakesNothingAway_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("wait");
    QTest::addColumn<QString>("said");
    QTest::newRow("offline") << int(ErrorKind::Offline) << QStringLiteral("connection_refused") << 0 << QStringLiteral("Acme does not answer.");
    QTest::newRow("fault 42: 429") << int(ErrorKind::RateLimited) << QStringLiteral("rate_limited") << 20
                                   << QStringLiteral("Acme asks for fewer attempts. Nothing was changed; try again in 20 s.");
    QTest::newRow("fault 42: 503") << int(ErrorKind::Offline) << QStringLiteral("server_error") << 20
                                   << QStringLiteral("Acme does not serve just now. Your account stays as it is; try again in 20 s.");
}

void TstPasswordDialog::aBackendThatDropsTakesNothingAway()
{
    QFETCH(const int, kind);
    QFETCH(const QString, code);
    QFETCH(const int, wait);
    QFETCH(const QString, said);
    open();
    submit();
    Error error{static_cast<ErrorKind>(kind), code, {}};
    if (wait > 0)
        error.retryAfter = std::chrono::seconds(wait);
    answer(error);
    QCOMPARE(field("Your present password")->line().text(), QStringLiteral("correct horse"));
    QCOMPARE(field("New password")->line().text(), QStringLiteral("another horse"));
    QVERIFY2(texts().join(u'\n').contains(said), qPrintable(texts().join(u'\n')));
    if (wait > 0) {
        QVERIFY(!button("Change it"));
        m_clock.advance(std::chrono::seconds(wait));
    }
    QVERIFY(button("Change it")->isEnabled());
}

void TstPasswordDialog::aBrowserThatDoesNotStartIsSaid()
{
    const QUrl page(QStringLiteral("https://acme.example/password"));
    m_signIn->list.first().password->change = model::PasswordChange{std::nullopt, {}, false, page};
    m_signIn->opens = Error{ErrorKind::Configuration, QStringLiteral("browser_missing"), {}};
    open();
    button("Open the page")->click();
    QVERIFY(m_dialog->isVisible());
    QVERIFY(texts().join(u'\n').contains(QStringLiteral("No browser was found")));
    QVERIFY(texts().join(u'\n').contains(page.toString()));
    button("Copy link")->click();
    QCOMPARE(QApplication::clipboard()->text(), page.toString());
    m_signIn->opens = {};
    button("Open the page")->click();
    QVERIFY(!m_dialog->isVisible());
}

void TstPasswordDialog::theBackendsOwnPageIsOpened()
{
    const QUrl page(QStringLiteral("https://acme.example/password"));
    m_signIn->list.first().password->change = model::PasswordChange{std::nullopt, {}, false, page};
    open();
    QVERIFY(!field("New password"));
    button("Open the page")->click();
    QCOMPARE(m_signIn->opened, QList{page});
}

KEYTURN_TEST(TstPasswordDialog)

} // namespace keyturn::ui::tests

#include "tst_passworddialog.moc"
