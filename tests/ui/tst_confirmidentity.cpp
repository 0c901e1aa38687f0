// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/confirmpage.h"
#include "ui/signin/devicepage.h"
#include "ui/signin/passwordpage.h"
#include "ui/signin/resultpage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QTest>

namespace keyturn::ui::tests {

using core::ErrorKind;
using keyturn::accounts::UnexpectedIdentity;
using signin::ConfirmPage;
using Step = keyturn::accounts::SignInFlow::Step;

/// Somebody signed in who was not expected (FAULTS 27, 28): the person decides, before anything is stored.
class TstConfirmIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whoCameAndWhoWasExpectedIsShown_data();
    void whoCameAndWhoWasExpectedIsShown();
    void enterAloneKeepsNobody();
    void fault28AnotherPersonIsKeptBeside();
    void fault27DecliningIsSaidWhereItBegan_data();
    void fault27DecliningIsSaidWhereItBegan();
    void closingTheDialogGivesBack();
    void aStepUpAsksNobody();
    void whatWasTypedElsewhereIsNotExpected();
    void everyControlHasAName();
    void mirroredTheAnswersStandTheOtherWayRound();

private:
    void signInAgain();
    void askAfterBrowser(const UnexpectedIdentity &who);
    [[nodiscard]] QAbstractButton *button(const char *text) const { return m_bench->button(QString::fromUtf8(text)); }
    [[nodiscard]] bool asks() const { return m_bench->dialog().currentPage() == m_bench->page<ConfirmPage>(); }
    [[nodiscard]] FakeFlow *flow() const { return m_bench->port.flow; }

    std::unique_ptr<SignInBench> m_bench;
    UnexpectedIdentity m_grace;
};

void TstConfirmIdentity::init()
{
    m_bench = std::make_unique<SignInBench>();
    m_grace = {
        {QStringLiteral("https://accounts.example"), QStringLiteral("42"), QStringLiteral("Grace Hopper"), QStringLiteral("grace@example.com")},
        QStringLiteral("ada@example.com"),
        true};
}

void TstConfirmIdentity::cleanup()
{
    m_bench.reset();
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

void TstConfirmIdentity::signInAgain()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_bench->dialog().startAgain(ada);
    m_bench->settle();
}

void TstConfirmIdentity::askAfterBrowser(const UnexpectedIdentity &who)
{
    Q_EMIT flow()->stepChanged(Step::WaitingForBrowser);
    Q_EMIT flow()->stepChanged(Step::ExchangingCode);
    Q_EMIT flow()->stepChanged(Step::Confirming);
    Q_EMIT flow()->unexpectedIdentity(who);
    QVERIFY(asks());
}

void TstConfirmIdentity::whoCameAndWhoWasExpectedIsShown_data()
{
    QTest::addColumn<UnexpectedIdentity>("who");
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<QString>("verb");
    const model::Identity grace{QStringLiteral("https://accounts.example"), QStringLiteral("42"), QStringLiteral("Grace Hopper"),
                                QStringLiteral("grace@example.com")};
    const QString ada = QStringLiteral("ada@example.com");
    QTest::newRow("fault 28: another person") << UnexpectedIdentity{grace, ada, true}
                                              << QStringList{QStringLiteral("Grace Hopper"), QStringLiteral("grace@example.com"),
                                                             QStringLiteral(
                                                                 "You were to sign in again as ada@example.com, and another person signed in at "
                                                                 "Google.")}
                                              << QStringLiteral("Add as another account");
    QTest::newRow("fault 27: not who was named") << UnexpectedIdentity{grace, ada, false}
                                                 << QStringList{QStringLiteral("Grace Hopper"),
                                                                QStringLiteral("ada@example.com was named, and another person signed in at Google.")}
                                                 << QStringLiteral("Keep this one");
    model::Identity nameless = grace;
    nameless.name.clear();
    QTest::newRow("without a name") << UnexpectedIdentity{nameless, ada, true} << QStringList{QStringLiteral("grace@example.com")}
                                    << QStringLiteral("Add as another account");
    nameless.email.clear();
    QTest::newRow("without both") << UnexpectedIdentity{nameless, {}, true}
                                  << QStringList{QStringLiteral("42"),
                                                 QStringLiteral("You were to sign in again, and another person signed in at Google.")}
                                  << QStringLiteral("Add as another account");
    model::Identity hostile = grace;
    hostile.name = QStringLiteral("<b>Ada</b>\nLovelace\u202E");
    QTest::newRow("hostile name") << UnexpectedIdentity{hostile, QStringLiteral("a\nb"), true} << QStringList{QStringLiteral("<b>Ada</b> Lovelace")}
                                  << QStringLiteral("Add as another account");
}

void TstConfirmIdentity::whoCameAndWhoWasExpectedIsShown()
{
    QFETCH(const UnexpectedIdentity, who);
    QFETCH(const QStringList, texts);
    QFETCH(const QString, verb);
    signInAgain();
    askAfterBrowser(who);
    for (const QString &text : texts)
        QVERIFY2(m_bench->visibleTexts().contains(text), qPrintable(m_bench->visibleTexts().join(u'\n')));
    QVERIFY(m_bench->button(verb));
    QVERIFY(button("Not me"));
    QVERIFY(m_bench->page<ConfirmPage>()->accessibleDescription().contains(texts.first())); // as a screen reader tells it
}

void TstConfirmIdentity::enterAloneKeepsNobody()
{
    signInAgain();
    askAfterBrowser(m_grace);
    QVERIFY(button("Not me")->hasFocus());
    QTest::keyClick(&m_bench->dialog(), Qt::Key_Return);
    QCOMPARE(flow()->accepts, 0);
    QCOMPARE(flow()->declines, 1);
}

void TstConfirmIdentity::fault28AnotherPersonIsKeptBeside()
{
    signInAgain();
    askAfterBrowser(m_grace);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(button("Add as another account")->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(flow()->accepts, 1);
    QVERIFY(!button("Not me")->isEnabled()); // once
    Q_EMIT flow()->stepChanged(Step::Storing);
    m_bench->port.stored = account(QStringLiteral("y"), QStringLiteral("Grace Hopper"), QStringLiteral("grace@example.com"));
    m_bench->port.stored->addedAt = m_bench->clock.now();
    Q_EMIT flow()->signedIn(model::AccountId(QStringLiteral("y")));
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<signin::ResultPage>());
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("Grace Hopper")));
    QCOMPARE(m_bench->notice(), QString());
}

void TstConfirmIdentity::fault27DecliningIsSaidWhereItBegan_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way : {"browser", "device", "password"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

void TstConfirmIdentity::fault27DecliningIsSaidWhereItBegan()
{
    QFETCH(const QString, way);
    QWidget *began = m_bench->page<signin::BrowserPage>();
    if (way == QLatin1String("browser")) {
        m_bench->openBrowser(false);
    } else if (way == QLatin1String("device")) {
        m_bench->openDevice();
        m_bench->giveCode();
        began = m_bench->page<signin::DevicePage>();
    } else {
        QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
        SignInBench::settle();
        m_bench->type(QStringLiteral("E-mail"), QStringLiteral("ada@example.com"));
        m_bench->type(QStringLiteral("Password"), QStringLiteral("correct horse"));
        button("Sign in")->click();
        began = m_bench->page<signin::PasswordPage>();
    }
    askAfterBrowser(m_grace);
    button("Not me")->click();
    QCOMPARE(flow()->declines, 1);
    Q_EMIT flow()->failed({ErrorKind::Rejected, QStringLiteral("other_identity"), QStringLiteral("Grace Hopper")});
    QCOMPARE(m_bench->dialog().currentPage(), began);
    QCOMPARE(m_bench->notice(), QStringLiteral("You said that this was not you, so nothing was kept, and what came was given back."));
    QVERIFY(began == m_bench->page<signin::PasswordPage>()
            || button(way == QLatin1String("browser") ? "Start again" : "Get a new code")->isEnabled());
}

void TstConfirmIdentity::closingTheDialogGivesBack()
{
    signInAgain();
    askAfterBrowser(m_grace);
    const QPointer<FakeFlow> asked = flow();
    QTest::keyClick(&m_bench->dialog(), Qt::Key_Escape);
    QVERIFY(asked->cancelled); // which gives the tokens back
    QCOMPARE(asked->accepts, 0);
}

void TstConfirmIdentity::aStepUpAsksNobody()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_bench->dialog().startAgain(ada, keyturn::accounts::StepUp{{QStringLiteral("gold")}, 60});
    m_bench->settle();
    Q_EMIT flow()->unexpectedIdentity(m_grace); // had it been connected, the flow would wait for an answer
    QVERIFY(!asks());
}

void TstConfirmIdentity::whatWasTypedElsewhereIsNotExpected()
{
    QTest::keyClick(m_bench->dialog().findChild<QListView *>(), Qt::Key_Return);
    SignInBench::settle();
    m_bench->type(QStringLiteral("E-mail"), QStringLiteral("ada@example.com"));
    m_bench->type(QStringLiteral("Password"), QStringLiteral("correct horse"));
    button("Sign in")->click();
    Q_EMIT flow()->failed({ErrorKind::Rejected, QStringLiteral("invalid_credentials"), {}});
    button("Back")->click();
    m_bench->openBrowser(false);
    QCOMPARE(m_bench->port.browser->loginHint, QString());
}

void TstConfirmIdentity::everyControlHasAName()
{
    signInAgain();
    askAfterBrowser(m_grace);
    QCOMPARE(namelessIn(*m_bench->page<ConfirmPage>()), QString());
    QCOMPARE(m_bench->dialog().accessibleName(), QStringLiteral("Somebody else signed in"));
}

void TstConfirmIdentity::mirroredTheAnswersStandTheOtherWayRound()
{
    signInAgain();
    askAfterBrowser(m_grace);
    const auto acceptIsRight = [this] { return button("Add as another account")->x() > button("Not me")->x(); };
    const bool before = acceptIsRight();
    QApplication::setLayoutDirection(Qt::RightToLeft);
    QTRY_COMPARE(acceptIsRight(), !before);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstConfirmIdentity;
KEYTURN_TEST(TstConfirmIdentity)
#include "tst_confirmidentity.moc"
