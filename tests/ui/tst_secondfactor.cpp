// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/codepage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordpage.h"
#include "ui/signin/resultpage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QTest>

namespace keyturn::ui::tests {

using core::ErrorKind;
using model::SecondFactorMethod;
using signin::CodePage;
using signin::FormField;
using Step = keyturn::accounts::SignInFlow::Step;

/// The password was right, and a code is wanted as well.
class TstSecondFactor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }
    void aPastedCodeIsSentAndForgotten();
    void aWrongCodeKeepsThePageAndSelectsTheField();
    void whatRanOutGoesBackToThePassword();
    void aRecoveryCodeWillDo();
    void tooManyCodesCountDown();
    void backStopsTheSignIn();

private:
    void wantCode(const QList<SecondFactorMethod> &methods);
    [[nodiscard]] FormField *field() const;
    [[nodiscard]] FakeFlow *flow() const { return m_bench->port.flow; }

    std::unique_ptr<SignInBench> m_bench;
};

void TstSecondFactor::init()
{
    m_bench = std::make_unique<SignInBench>();
}

/// The one that is seen.
FormField *TstSecondFactor::field() const
{
    for (auto *one : m_bench->dialog().currentPage()->findChildren<FormField *>()) {
        if (one->isVisible())
            return one;
    }
    return nullptr;
}

void TstSecondFactor::wantCode(const QList<SecondFactorMethod> &methods)
{
    QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
    SignInBench::settle();
    const QList<FormField *> fields = m_bench->page<signin::PasswordPage>()->findChildren<FormField *>();
    fields.at(0)->line().setText(QStringLiteral("ada@example.com"));
    fields.at(1)->line().setText(QStringLiteral("correct horse"));
    QTest::keyClick(&fields.at(1)->line(), Qt::Key_Return);
    Q_EMIT flow()->stepChanged(Step::AskingBackend);
    Q_EMIT flow()->secondFactorWanted(methods, 6);
    Q_EMIT flow()->stepChanged(Step::WaitingForCode);
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<CodePage>());
    QVERIFY(field()->line().hasFocus());
}

void TstSecondFactor::aPastedCodeIsSentAndForgotten()
{
    wantCode({SecondFactorMethod::Totp});
    QVERIFY(!m_bench->button(QStringLiteral("Use a recovery code")));
    QTest::keyClicks(&field()->line(), QStringLiteral("12345"));
    QVERIFY(!m_bench->button(QStringLiteral("Sign in"))->isEnabled());
    field()->line().selectAll();
    QApplication::clipboard()->setText(QStringLiteral("123 456"));
    field()->line().paste();
    QTest::keyClick(&field()->line(), Qt::Key_Return);
    QCOMPARE(flow()->codes, QList{core::Secret::fromText(QStringLiteral("123 456"))});
    QCOMPARE(flow()->codeMethod, SecondFactorMethod::Totp);
    Q_EMIT flow()->stepChanged(Step::AskingBackend);
    QVERIFY(!field()->isEnabled());
    QLineEdit &line = field()->line();
    Q_EMIT flow()->signedIn(model::AccountId(QStringLiteral("x")));
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<signin::ResultPage>());
    line.undo(); // what can be taken back has not gone (FAULTS 107)
    QCOMPARE(line.text(), QString());
}

void TstSecondFactor::aWrongCodeKeepsThePageAndSelectsTheField()
{
    wantCode({SecondFactorMethod::Totp});
    QTest::keyClicks(&field()->line(), QStringLiteral("000000\r"));
    Q_EMIT flow()->stepChanged(Step::AskingBackend);
    Q_EMIT flow()->secondFactorRefused({ErrorKind::Rejected, QStringLiteral("invalid_code"), {}});
    Q_EMIT flow()->stepChanged(Step::WaitingForCode);
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<CodePage>());
    QVERIFY(field()->error().startsWith(QLatin1String("Acme does not take this code")));
    QVERIFY(field()->line().hasFocus());
    QCOMPARE(field()->line().selectedText(), QStringLiteral("000000"));
    QTest::keyClicks(&field()->line(), QStringLiteral("123456\r"));
    QCOMPARE(field()->error(), QString());
    QCOMPARE(flow()->codes.size(), 2);
}

void TstSecondFactor::whatRanOutGoesBackToThePassword()
{
    wantCode({SecondFactorMethod::Totp});
    Q_EMIT flow()->failed({ErrorKind::Rejected, QStringLiteral("challenge_expired"), {}});
    SignInBench::settle();
    auto *password = m_bench->page<signin::PasswordPage>();
    QCOMPARE(m_bench->dialog().currentPage(), password);
    QVERIFY(m_bench->notice().contains(QLatin1String("waited too long")));
    QVERIFY(!password->isBusy());
    QCOMPARE(password->email(), QStringLiteral("ada@example.com"));
}

void TstSecondFactor::aRecoveryCodeWillDo()
{
    wantCode({SecondFactorMethod::Totp, SecondFactorMethod::RecoveryCode});
    m_bench->button(QStringLiteral("Use a recovery code"))->click();
    QCOMPARE(field()->line().accessibleName(), QStringLiteral("Recovery code"));
    QCOMPARE(field()->line().echoMode(), QLineEdit::Password);
    QTest::keyClicks(&field()->line(), QStringLiteral("abcd-efgh\r"));
    QCOMPARE(flow()->codes, QList{core::Secret::fromText(QStringLiteral("abcd-efgh"))});
    QCOMPARE(flow()->codeMethod, SecondFactorMethod::RecoveryCode);
    m_bench->button(QStringLiteral("Use the authenticator app"))->click();
    QCOMPARE(field()->line().accessibleName(), QStringLiteral("Code of your authenticator app"));
}

void TstSecondFactor::tooManyCodesCountDown()
{
    wantCode({SecondFactorMethod::Totp});
    QTest::keyClicks(&field()->line(), QStringLiteral("000000\r"));
    Q_EMIT flow()->secondFactorRefused({ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, std::chrono::seconds(12)});
    Q_EMIT flow()->stepChanged(Step::WaitingForCode);
    QAbstractButton *submit = m_bench->button(QStringLiteral("Try again in 12 s"));
    QVERIFY(submit && !submit->isEnabled());
    m_bench->clock.advance(std::chrono::seconds(12));
    QCOMPARE(submit->text(), QStringLiteral("&Sign in"));
    QVERIFY(submit->isEnabled());
    QCOMPARE(m_bench->notice(), QString());
}

void TstSecondFactor::backStopsTheSignIn()
{
    wantCode({SecondFactorMethod::Totp});
    const QPointer<FakeFlow> running = flow();
    m_bench->button(QStringLiteral("Back"))->click();
    QVERIFY(running->cancelled);
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<signin::PasswordPage>());
    QVERIFY(!m_bench->page<signin::PasswordPage>()->isBusy());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSecondFactor;
KEYTURN_TEST(TstSecondFactor)
#include "tst_secondfactor.moc"
