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
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Rejected, QStringLiteral("timeout_waiting"), {}});
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QVERIFY(m_bench->notice().startsWith(QLatin1String("Nobody came back")));
    QVERIFY(m_bench->button(QStringLiteral("Start again")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstPasteAddress;
KEYTURN_TEST(TstPasteAddress)
#include "tst_pasteaddress.moc"
