// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/formfield.h"
#include "ui/signin/pastepage.h"
#include "ui/signin/qrview.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

namespace keyturn::ui::tests {

using core::ErrorKind;
using signin::BrowserPage;
using signin::PastePage;
using signin::QrView;
using Step = keyturn::accounts::SignInFlow::Step;

/// The browser could not bring its answer: the person does.
class TstPasteAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<SignInBench>(); }
    void cleanup();
    void withoutCodesThePhoneBringsItsAddress();
    void aPastedAddressIsHandedOverAndForgotten();
    void anAddressThatIsNotOursIsSaidAtTheField();
    void theBrowserThatComesBackLeavesThePastePage();
    void anEndWhilePastingIsSaidOnTheBrowserPage();
    void anotherBrowserIsOpenedAndRememberedForTheAccount();
    void theBrowserOfAnAccountIsTakenAgain();

private:
    void openPaste();
    void paste(const QString &address);

    std::unique_ptr<SignInBench> m_bench;
};

void TstPasteAddress::cleanup()
{
    m_bench.reset();
}

void TstPasteAddress::openPaste()
{
    m_bench->openBrowser(false);
    m_bench->button(QStringLiteral("Paste the address you ended on"))->click();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<PastePage>());
}

void TstPasteAddress::paste(const QString &address)
{
    auto *line = m_bench->page<PastePage>()->findChild<QLineEdit *>();
    QApplication::clipboard()->setText(address);
    line->paste();
    QTest::keyClick(line, Qt::Key_Return);
}

void TstPasteAddress::withoutCodesThePhoneBringsItsAddress()
{
    m_bench->openBrowser(false);
    QVERIFY(!m_bench->button(QStringLiteral("Use a code instead")));
    m_bench->button(QStringLiteral("Sign in on a phone"))->click();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<PastePage>());
    QVERIFY(m_bench->page<PastePage>()->findChild<QrView *>()->isVisible());
    QVERIFY(m_bench->visibleTexts().join(u'\n').contains(QLatin1String("which begins with 127.0.0.1:40123.")));
    m_bench->button(QStringLiteral("Back"))->click();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QVERIFY(!m_bench->port.flow->cancelled);
}

void TstPasteAddress::aPastedAddressIsHandedOverAndForgotten()
{
    openPaste();
    QVERIFY(!m_bench->page<PastePage>()->findChild<QrView *>()->isVisible());
    QVERIFY(!m_bench->button(QStringLiteral("Continue"))->isEnabled());
    auto *line = m_bench->page<PastePage>()->findChild<QLineEdit *>();
    QVERIFY(line->hasFocus());
    paste(QStringLiteral("http://127.0.0.1:40123/callback/x?code=c0de&state=s"));
    QCOMPARE(m_bench->port.flow->pasted, QStringList{QStringLiteral("http://127.0.0.1:40123/callback/x?code=c0de&state=s")});
    QCOMPARE(line->text(), QString());
    line->undo(); // what can be taken back has not gone (FAULTS 107)
    QCOMPARE(line->text(), QString());
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
}

void TstPasteAddress::anAddressThatIsNotOursIsSaidAtTheField()
{
    openPaste();
    paste(QStringLiteral("https://accounts.example/authorize"));
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<PastePage>());
    auto *field = m_bench->page<PastePage>()->findChild<signin::FormField *>();
    QVERIFY(field->error().startsWith(QLatin1String("That is not this sign-in's answer")));
    QVERIFY(field->line().hasFocus());
    QCOMPARE(field->line().text(), QString());
    QTest::keyClicks(&field->line(), QStringLiteral("h"));
    QCOMPARE(field->error(), QString());
}

void TstPasteAddress::theBrowserThatComesBackLeavesThePastePage()
{
    openPaste();
    Q_EMIT m_bench->port.flow->stepChanged(Step::ExchangingCode);
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QVERIFY(!m_bench->button(QStringLiteral("Paste the address you ended on")));
}

void TstPasteAddress::anEndWhilePastingIsSaidOnTheBrowserPage()
{
    openPaste();
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Cancelled, QStringLiteral("browser_timeout"), {}});
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QVERIFY(m_bench->notice().startsWith(QLatin1String("Nobody came back")));
    QVERIFY(m_bench->button(QStringLiteral("Start again")));
}

void TstPasteAddress::anotherBrowserIsOpenedAndRememberedForTheAccount()
{
    m_bench->port.installed = {{QStringLiteral("Rock & Web"), {}, QStringLiteral("web")},
                               {QStringLiteral("Rock & Web"), QStringLiteral("Work"), QStringLiteral("web -P Work")}};
    m_bench->openBrowser(false);
    QCOMPARE(m_bench->port.chosenBrowsers, QStringList{QString()}); // a new account begins with the usual one
    auto *menu = m_bench->page<BrowserPage>()->findChild<QMenu *>();
    Q_EMIT menu->aboutToShow();
    QStringList names;
    for (const QAction *action : menu->actions())
        names += action->text() + (action->isChecked() ? QStringLiteral(" *") : QString());
    const QStringList expected{QStringLiteral("The usual browser *"), QString(), QStringLiteral("Rock && Web"),
                               QStringLiteral("Rock && Web, profile “Work”")};
    QCOMPARE(names, expected);
    menu->actions().constLast()->trigger();
    QCOMPARE(m_bench->port.chosenBrowsers.constLast(), QStringLiteral("web -P Work"));
    QCOMPARE(m_bench->port.flow->openedAgain, 1);
    QVERIFY(m_bench->port.browserOfAccount.isEmpty()); // nobody has signed in yet
    const model::AccountId id(QStringLiteral("x"));
    Q_EMIT m_bench->port.flow->signedIn(id);
    QCOMPARE(m_bench->port.browserOfAccount.value(id), QStringLiteral("web -P Work"));
}

void TstPasteAddress::theBrowserOfAnAccountIsTakenAgain()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_bench->port.browserOfAccount.insert(ada.id, QStringLiteral("web -P Work"));
    m_bench->dialog().startAgain(ada);
    QCOMPARE(m_bench->port.chosenBrowsers.constLast(), QStringLiteral("web -P Work"));
    m_bench->settle();
    QVERIFY(m_bench->port.flow->started);
    QCOMPARE(m_bench->port.chosenBrowsers.constLast(), QStringLiteral("web -P Work"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstPasteAddress;
KEYTURN_TEST(TstPasteAddress)
#include "tst_pasteaddress.moc"
