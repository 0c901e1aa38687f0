// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signinbench.h"
#include "support/registry.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/devicepage.h"
#include "ui/signin/qrview.h"
#include "ui/signin/resultpage.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QTest>

namespace keyturn::ui::tests {

using core::ErrorKind;
using signin::BrowserPage;
using signin::DevicePage;
using signin::QrView;

/// A code on another device, and how a sign-in ends.
class TstSignInCode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench = std::make_unique<SignInBench>(); }
    void cleanup();
    void aProviderForDevicesAloneIsPickedWithACode();
    void theCodeIsShownSpelledAndCopied();
    void thePageIsOpenedByEnter();
    void theQrCodeIsDarkOnWhiteInADarkPaletteToo();
    void aQrCodeThatIsTooLongIsNotDrawn();
    void theTimeOfTheCodeRunsDownAndANewOneIsGot();
    void anExpiredCodeOfTheProviderIsSaidOnce();
    void aRefusalOnTheOtherDeviceIsSaid();
    void anUnsafeWayIsMarkedWhereItIsPickedAndGone();
    void theBrowserPageOffersACodeWhereTheProviderHasOne();
    void aStepUpIsNotLostToACode();
    void aStepUpWhereThereIsOnlyACodeIsSaid_data();
    void aStepUpWhereThereIsOnlyACodeIsSaid();
    void aProviderFoundToHaveOnlyCodesGetsOne();
    void anAccountThatCameByACodeGoesThatWayAgain();
    void anAccountThatWasHandedOverGoesToItsProviderAgain();
    void whatWasNotGrantedIsSaidInTheEnd();
    void theSamePersonTwiceIsSaid();
    void tabGoesThroughTheCodeInReadingOrder();

private:
    std::unique_ptr<SignInBench> m_bench;
};

void TstSignInCode::cleanup()
{
    m_bench.reset();
    QApplication::setPalette(QPalette());
}

void TstSignInCode::aProviderForDevicesAloneIsPickedWithACode()
{
    auto *list = m_bench->dialog().findChild<QListView *>();
    const QString name = list->model()->index(list->model()->rowCount() - 1, 0).data(Qt::AccessibleTextRole).toString();
    QCOMPARE(name, QStringLiteral("Telly, Acme, with a code"));
    m_bench->openDevice();
    QVERIFY(m_bench->port.flow->started);
    QCOMPARE(m_bench->port.device->provider, model::ProviderId(QStringLiteral("tv")));
    QVERIFY(!m_bench->port.browser);
    QVERIFY(!m_bench->button(QStringLiteral("Use the browser instead")));
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("Asking Telly for a code …")));
}

void TstSignInCode::theCodeIsShownSpelledAndCopied()
{
    m_bench->openDevice();
    m_bench->giveCode();
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("BDWP-HQPK")));
    QLabel *code = nullptr;
    for (QLabel *label : m_bench->page<DevicePage>()->findChildren<QLabel *>())
        code = label->text() == QLatin1String("BDWP-HQPK") ? label : code;
    QCOMPARE(code->accessibleName(), QStringLiteral("The code: B, D, W, P, dash, H, Q, P, K"));
    m_bench->button(QStringLiteral("Copy the code"))->click();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("BDWP-HQPK"));
    QVERIFY(m_bench->button(QStringLiteral("Copied")));
    m_bench->clock.advance(std::chrono::seconds(2));
    QVERIFY(m_bench->button(QStringLiteral("Copy the code")));
    m_bench->button(QStringLiteral("Copy the address"))->click();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("https://telly.example/activate"));
}

void TstSignInCode::thePageIsOpenedByEnter()
{
    m_bench->openDevice();
    m_bench->giveCode();
    QTest::keyClick(&m_bench->dialog(), Qt::Key_Return);
    QCOMPARE(m_bench->port.opened, QList{QUrl(QStringLiteral("https://telly.example/activate?code=BDWP-HQPK"))});
}

void TstSignInCode::theQrCodeIsDarkOnWhiteInADarkPaletteToo()
{
    QApplication::setPalette(QPalette(Qt::black, Qt::black));
    m_bench->openDevice();
    m_bench->giveCode();
    auto *view = m_bench->page<DevicePage>()->findChild<QrView *>();
    QVERIFY(view->isVisible());
    QVERIFY(view->accessibleName().contains(QLatin1String("telly.example")));
    const QImage image = view->grab().toImage();
    const composition::QrCode code = *composition::makeQrCode("https://telly.example/activate?code=BDWP-HQPK");
    const int total = code.size + 8;
    QCOMPARE(image.width() % total, 0); // each module a whole number of pixels
    const int scale = image.width() / total;
    QVERIFY(scale >= 3);
    for (int row = 0; row < total; ++row) {
        for (int column = 0; column < total; ++column) {
            const bool inside = row >= 4 && column >= 4 && row < total - 4 && column < total - 4;
            const QColor expected = inside && code.isDark(column - 4, row - 4) ? Qt::black : Qt::white;
            QCOMPARE(image.pixelColor(column * scale, row * scale), expected);
            QCOMPARE(image.pixelColor((column + 1) * scale - 1, (row + 1) * scale - 1), expected);
        }
    }
}

void TstSignInCode::aQrCodeThatIsTooLongIsNotDrawn()
{
    QrView view(100);
    QVERIFY(view.setAddress("https://telly.example/"));
    QVERIFY(!view.setAddress(QByteArray(4000, 'a')));
    QVERIFY(view.isHidden());
    QVERIFY(!view.setAddress({}));
}

void TstSignInCode::theTimeOfTheCodeRunsDownAndANewOneIsGot()
{
    m_bench->openDevice();
    m_bench->giveCode(std::chrono::seconds(60));
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("The code serves for another 60 s.")));
    m_bench->clock.advance(std::chrono::seconds(59));
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("The code serves for another 1 s.")));
    m_bench->clock.advance(std::chrono::seconds(1));
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("This code has run out, and nobody was signed in.")));
    QVERIFY(!m_bench->visibleTexts().contains(QStringLiteral("BDWP-HQPK")));
    const QPointer<FakeFlow> first = m_bench->port.flow;
    QTest::keyClick(&m_bench->dialog(), Qt::Key_Return);
    QVERIFY(!first || first->cancelled);
    m_bench->settle();
    QVERIFY(m_bench->port.flow != first);
    QVERIFY(m_bench->port.flow->started);
    m_bench->giveCode();
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("BDWP-HQPK")));
}

void TstSignInCode::anExpiredCodeOfTheProviderIsSaidOnce() // RFC 8628 §3.5
{
    m_bench->openDevice();
    m_bench->giveCode();
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Cancelled, QStringLiteral("expired_token"), {}});
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("This code has run out, and nobody was signed in.")));
    QCOMPARE(m_bench->notice(), QString());
    QVERIFY(m_bench->button(QStringLiteral("Get a new code"))->hasFocus());
}

void TstSignInCode::aRefusalOnTheOtherDeviceIsSaid()
{
    m_bench->openDevice();
    m_bench->giveCode();
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Cancelled, QStringLiteral("access_denied"), {}});
    QVERIFY(m_bench->notice().startsWith(QLatin1String("Access was refused on Telly's page")));
    QVERIFY(m_bench->button(QStringLiteral("Get a new code")));
}

void TstSignInCode::anUnsafeWayIsMarkedWhereItIsPickedAndGone()
{
    m_bench->openBrowser(false);
    QCOMPARE(m_bench->notice(), QString());
    m_bench->button(QStringLiteral("Cancel"))->click();
    m_bench->makeGoogleUnsafe();
    auto *list = m_bench->dialog().findChild<QListView *>();
    const QString name = list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(name.endsWith(QStringLiteral(", in the browser, unsafe")), qPrintable(name));
    list->setCurrentIndex(list->model()->index(0, 0));
    m_bench->openBrowser(false);
    QVERIFY2(m_bench->notice().startsWith(QStringLiteral("Unsafe: ")), qPrintable(m_bench->notice()));
    QVERIFY(m_bench->notice().contains(QStringLiteral("No refresh token comes with it")));
    m_bench->port.installed = {{QStringLiteral("Web"), {}, QStringLiteral("web")}};
    auto *menu = m_bench->page<BrowserPage>()->findChild<QMenu *>();
    Q_EMIT menu->aboutToShow();
    Q_EMIT m_bench->port.flow->browserFailed({ErrorKind::Configuration, QStringLiteral("browser_failed"), {}});
    menu->actions().constLast()->trigger();
    QVERIFY2(m_bench->notice().startsWith(QStringLiteral("Unsafe: ")), qPrintable(m_bench->notice())); // in another browser as well
}

void TstSignInCode::theBrowserPageOffersACodeWhereTheProviderHasOne()
{
    m_bench->openBrowser(true);
    QVERIFY(m_bench->button(QStringLiteral("Sign in on a phone"))); // which has the link's QR code: not every client may ask for a code
    const QPointer<FakeFlow> browser = m_bench->port.flow;
    m_bench->button(QStringLiteral("Use a code instead"))->click();
    QVERIFY(browser->cancelled);
    m_bench->settle();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<DevicePage>());
    QCOMPARE(m_bench->port.device->provider, model::ProviderId(QStringLiteral("google")));
    m_bench->giveCode();
    const QPointer<FakeFlow> device = m_bench->port.flow;
    m_bench->button(QStringLiteral("Use the browser instead"))->click();
    QVERIFY(!device || device->cancelled);
    m_bench->settle();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QVERIFY(m_bench->port.flow->started);
}

void TstSignInCode::aStepUpIsNotLostToACode()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    m_bench->dialog().startAgain(ada, keyturn::accounts::StepUp{{QStringLiteral("gold")}, 60});
    m_bench->settle();
    m_bench->port.flow->offersCode = true;
    Q_EMIT m_bench->port.flow->authorizationUrlReady(QUrl(QStringLiteral("https://accounts.example/authorize?x=1")));
    Q_EMIT m_bench->port.flow->stepChanged(keyturn::accounts::SignInFlow::Step::WaitingForBrowser);
    QVERIFY(m_bench->button(QStringLiteral("Sign in on a phone"))); // the link asks for it
    QVERIFY(!m_bench->button(QStringLiteral("Use a code instead")));
}

void TstSignInCode::aStepUpWhereThereIsOnlyACodeIsSaid_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("name");
    QTest::newRow("known before") << QStringLiteral("tv") << QStringLiteral("Telly");
    QTest::newRow("found out") << QStringLiteral("google") << QStringLiteral("Google");
}

void TstSignInCode::aStepUpWhereThereIsOnlyACodeIsSaid()
{
    QFETCH(const QString, provider);
    QFETCH(const QString, name);
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(provider);
    m_bench->dialog().startAgain(ada, keyturn::accounts::StepUp{{QStringLiteral("gold")}, 60});
    m_bench->settle();
    if (m_bench->port.browser)
        Q_EMIT m_bench->port.flow->failed({ErrorKind::Configuration, QStringLiteral("method_unsupported"), {}});
    m_bench->settle();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<DevicePage>());
    QVERIFY2(m_bench->notice().startsWith(name + QLatin1String(" signs in by code alone")), qPrintable(m_bench->notice()));
    m_bench->giveCode();
    QVERIFY(!m_bench->notice().isEmpty());
}

void TstSignInCode::aProviderFoundToHaveOnlyCodesGetsOne()
{
    m_bench->openBrowser(false);
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("no authorization endpoint")});
    m_bench->settle();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<DevicePage>());
    QVERIFY(!m_bench->button(QStringLiteral("Use the browser instead")));
    Q_EMIT m_bench->port.flow->failed({ErrorKind::Configuration, QStringLiteral("method_unsupported"), {}});
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<DevicePage>());
    QVERIFY(m_bench->notice().contains(QLatin1String("cannot be signed in to this way")));
}

void TstSignInCode::anAccountThatCameByACodeGoesThatWayAgain()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.provider = model::ProviderId(QStringLiteral("google"));
    ada.method = model::SignInMethod::Device;
    m_bench->dialog().startAgain(ada);
    m_bench->settle();
    QCOMPARE(m_bench->port.device->expected, ada.id);
    QVERIFY(m_bench->visibleTexts().contains(QStringLiteral("Again as Ada.")));
    QVERIFY(m_bench->button(QStringLiteral("Use the browser instead")));
}

void TstSignInCode::anAccountThatWasHandedOverGoesToItsProviderAgain()
{
    model::Account ada = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    ada.handoff = model::ProviderId(QStringLiteral("google"));
    ada.method = model::SignInMethod::Browser;
    m_bench->dialog().startAgain(ada);
    m_bench->settle();
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<BrowserPage>());
    QCOMPARE(m_bench->port.browser->provider, ada.handoff);
}

void TstSignInCode::whatWasNotGrantedIsSaidInTheEnd()
{
    m_bench->port.stored = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    m_bench->port.stored->addedAt = m_bench->clock.now();
    m_bench->port.stored->withheldScopes = {QStringLiteral("calendar"), QStringLiteral("mail")};
    m_bench->openDevice();
    Q_EMIT m_bench->port.flow->signedIn(m_bench->port.stored->id);
    QCOMPARE(m_bench->dialog().currentPage(), m_bench->page<signin::ResultPage>());
    QCOMPARE(m_bench->notice(), QStringLiteral("Telly did not allow all that was asked for. Missing: calendar, mail."));
}

void TstSignInCode::theSamePersonTwiceIsSaid() // FAULTS 28
{
    m_bench->port.stored = account(QStringLiteral("x"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    m_bench->port.stored->addedAt = m_bench->clock.now().addDays(-3);
    m_bench->openDevice();
    Q_EMIT m_bench->port.flow->signedIn(m_bench->port.stored->id);
    QVERIFY(m_bench->notice().startsWith(QLatin1String("This account was in your list already.")));
}

void TstSignInCode::tabGoesThroughTheCodeInReadingOrder()
{
    m_bench->openBrowser(true);
    m_bench->button(QStringLiteral("Use a code instead"))->click();
    m_bench->settle();
    m_bench->giveCode();
    QVERIFY(m_bench->button(QStringLiteral("Open the page"))->hasFocus());
    QStringList order;
    for (int i = 0; i < 7; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        auto *one = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
        order += one && !one->text().isEmpty() ? one->text().remove(u'&') : QApplication::focusWidget()->accessibleName().section(u':', 0, 0);
    }
    const QStringList expected{QStringLiteral("Cancel"),
                               QStringLiteral("Use the browser instead"),
                               QStringLiteral("The address to open"),
                               QStringLiteral("Copy the address"),
                               QStringLiteral("The code"),
                               QStringLiteral("Copy the code"),
                               QStringLiteral("Open the page")};
    QCOMPARE(order, expected);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSignInCode;
KEYTURN_TEST(TstSignInCode)
#include "tst_signincode.moc"
