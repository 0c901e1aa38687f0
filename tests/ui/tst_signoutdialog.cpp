// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/mainwindow/signoutdialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using keyturn::accounts::SignOutOutcome;
using keyturn::accounts::SignOutScope;
using mainwindow::SignOutDialog;

/// What is said of a sign-out is true of the provider that it is from.
class TstSignOutDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_dialog.reset(); }
    void whatTheProviderWasNotToldIsSaidAsItIs_data();
    void whatTheProviderWasNotToldIsSaidAsItIs();
    void aProviderThatEndsNothingIsSaidBefore();
    void theBrowsersSignInIsEndedWhereThatIsWanted_data();
    void theBrowsersSignInIsEndedWhereThatIsWanted();
    void withoutSuchAPageNothingIsAsked_data();
    void withoutSuchAPageNothingIsAsked();
    void aBrowserThatDoesNotStartLeavesTheAddress();
    void tabGoesThroughTheQuestionsInOrder();
    void whereThereIsNothingToChooseNothingIsAsked_data();
    void whereThereIsNothingToChooseNothingIsAsked();
    void aProofIsOfferedWhereItIsAskedFor();
    void aProofThatDoesNotDoIsSaid();
    void aNameMakesNoMnemonic();

private:
    void open(bool provider);
    void signOut();
    void signOutEverywhere();
    [[nodiscard]] QPushButton *button(const char *text) const;
    [[nodiscard]] QCheckBox *box() const { return m_dialog->findChild<QCheckBox *>(); }

    FakeClock m_clock;
    std::unique_ptr<FakeAccounts> m_port;
    std::unique_ptr<SignOutDialog> m_dialog;
    const QUrl m_page{QStringLiteral("https://acme.example/devices")};
    const QUrl m_end{QStringLiteral("https://acme.example/logout?client_id=x")};
};

void TstSignOutDialog::init()
{
    m_port = std::make_unique<FakeAccounts>(m_clock);
    m_port->facts.page = m_page;
}

void TstSignOutDialog::open(bool provider)
{
    model::Account ada = account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    if (provider)
        ada.provider = model::ProviderId(QStringLiteral("acme"));
    m_port->facts.everywhere = !provider;
    m_dialog = std::make_unique<SignOutDialog>(*m_port, ada);
    m_dialog->show();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

QPushButton *TstSignOutDialog::button(const char *text) const
{
    QPushButton *found = buttonOf(*m_dialog, QString::fromUtf8(text));
    return found && found->isVisible() ? found : nullptr;
}

void TstSignOutDialog::signOut()
{
    button("Sign out")->click();
    QCoreApplication::processEvents();
}

void TstSignOutDialog::whatTheProviderWasNotToldIsSaidAsItIs_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("later");
    QTest::addColumn<bool>("endless");
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("page"); ///< Whether the way to it is offered.
    const QString told = QStringLiteral("timeout");
    QTest::newRow("told later") << told << true << false << QStringLiteral("Acme will be told when it can be reached") << false;
    QTest::newRow("told later, though it never expires")
        << told << true << true << QStringLiteral("Acme will be told when it can be reached") << false;
    QTest::newRow("not told") << told << false << false << QStringLiteral("could not be told, so the session there ends when it expires") << true;
    QTest::newRow("not told, never expires") << told << false << true << QStringLiteral("may serve on until you take it back there yourself") << true;
    const QString unsupported = QStringLiteral("revocation_unsupported");
    QTest::newRow("no way") << unsupported << false << false << QStringLiteral("no way for a program to end a sign-in, so this one ends there")
                            << true;
    QTest::newRow("no way, never expires") << unsupported << false << true
                                           << QStringLiteral("no way for a program to end a sign-in, and tells no end") << true;
    const QString refused = QStringLiteral("revocation_refused");
    QTest::newRow("refused") << refused << false << false << QStringLiteral("does not let this program end a sign-in, so this one ends there")
                             << true;
    QTest::newRow("refused, never expires") << refused << false << true << QStringLiteral("does not let this program end a sign-in, and tells no end")
                                            << true;
}

void TstSignOutDialog::whatTheProviderWasNotToldIsSaidAsItIs()
{
    QFETCH(const QString, code);
    QFETCH(const bool, later);
    QFETCH(const bool, endless);
    QFETCH(const QString, said);
    QFETCH(const bool, page);
    m_port->life = accounts::TokenLife{m_clock.now(), endless ? QDateTime() : m_clock.now().addSecs(3600)};
    m_port->outcome = SignOutOutcome{false, Error{ErrorKind::Rejected, code, {}}, later};
    open(true);
    signOut();
    QVERIFY2(says(*m_dialog, said), qPrintable(said));
    QVERIFY(!endless || !says(*m_dialog, QStringLiteral("expires")));
    QCOMPARE(button("Open Acme's page") != nullptr, page);
    if (page) {
        button("Open Acme's page")->click();
        QCOMPARE(m_port->opened, QStringList{QStringLiteral("a https://acme.example/devices")});
    }
    button("Close")->click();
    QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
}

void TstSignOutDialog::aProviderThatEndsNothingIsSaidBefore()
{
    open(true);
    QVERIFY(says(*m_dialog, QStringLiteral("Acme ends this session")));
    QVERIFY(!button("Open Acme's page"));
    m_port->facts.endsThere = false;
    open(true);
    QVERIFY(says(*m_dialog, QStringLiteral("Acme has no way for a program to end the sign-in there")));
    QVERIFY(!says(*m_dialog, QStringLiteral("cannot be reached"))); // nothing is told in any case
    QVERIFY(button("Open Acme's page"));
}

void TstSignOutDialog::theBrowsersSignInIsEndedWhereThatIsWanted_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::newRow("wanted") << true;
    QTest::newRow("not wanted") << false;
}

void TstSignOutDialog::theBrowsersSignInIsEndedWhereThatIsWanted()
{
    QFETCH(const bool, wanted);
    open(true);
    QVERIFY(!box()->isVisible()); // not before the provider is known to have it
    m_port->endSession.finish(m_end);
    QCoreApplication::processEvents();
    QVERIFY(box()->isVisible());
    QVERIFY(!box()->isChecked()); // other programs may use that sign-in
    QCOMPARE(box()->text().remove(u'&'), QStringLiteral("Also sign out of Acme in the browser"));
    if (wanted)
        box()->click();
    signOut();
    QVERIFY(!m_dialog->isVisible());
    QCOMPARE(m_port->opened, wanted ? QStringList{QStringLiteral("a ") + m_end.toString()} : QStringList());
}

void TstSignOutDialog::withoutSuchAPageNothingIsAsked_data()
{
    QTest::addColumn<core::Result<QUrl>>("answer");
    QTest::newRow("none") << core::Result<QUrl>(QUrl());
    QTest::newRow("not reached") << core::Result<QUrl>(Error{ErrorKind::Offline, QStringLiteral("timeout"), {}});
}

void TstSignOutDialog::withoutSuchAPageNothingIsAsked()
{
    QFETCH(const core::Result<QUrl>, answer);
    open(true);
    m_port->endSession.finish(answer);
    QCoreApplication::processEvents();
    QVERIFY(!box()->isVisible());
    signOut();
    QCOMPARE(m_port->opened, QStringList());
}

void TstSignOutDialog::aBrowserThatDoesNotStartLeavesTheAddress()
{
    m_port->opens = Error{ErrorKind::Configuration, QStringLiteral("browser_missing"), {}};
    m_port->outcome = SignOutOutcome{false, Error{ErrorKind::Offline, QStringLiteral("timeout"), {}}, true};
    m_port->endSession.finish(m_end);
    open(true);
    QCoreApplication::processEvents();
    box()->click();
    signOut();
    QVERIFY(says(*m_dialog, QStringLiteral("will be told"))); // both are said
    QVERIFY(says(*m_dialog, QStringLiteral("No browser was found")));
    QVERIFY(says(*m_dialog, m_end.toString()));
    button("Copy link")->click();
    QCOMPARE(QApplication::clipboard()->text(), m_end.toString());
}

void TstSignOutDialog::tabGoesThroughTheQuestionsInOrder()
{
    m_port->endSession.finish(m_end);
    m_port->facts.endsThere = false;
    open(true);
    QCoreApplication::processEvents();
    QCOMPARE(namelessIn(*m_dialog), QString());
    QVERIFY(button("Sign out")->hasFocus());
    QStringList order;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        order += qobject_cast<QAbstractButton *>(QApplication::focusWidget())->text().remove(u'&');
    }
    const QStringList expected{QStringLiteral("Cancel"), QStringLiteral("Open Acme's page"), QStringLiteral("Also sign out of Acme in the browser"),
                               QStringLiteral("Sign out")};
    QCOMPARE(order, expected);
}

void TstSignOutDialog::whereThereIsNothingToChooseNothingIsAsked_data()
{
    QTest::addColumn<bool>("provider");
    QTest::addColumn<int>("choices");
    QTest::newRow("the backend ends its sessions") << false << 2;
    QTest::newRow("a provider has none of ours") << true << 0;
}

void TstSignOutDialog::whereThereIsNothingToChooseNothingIsAsked()
{
    QFETCH(const bool, provider);
    QFETCH(const int, choices);
    open(provider);
    QCOMPARE(m_dialog->findChildren<QRadioButton *>().size(), choices);
    QVERIFY(says(*m_dialog, QStringLiteral("Acme ends this session, and Keyturn forgets")));
    signOut();
    QCOMPARE(m_port->signOuts, QList{SignOutScope::ThisDevice});
}

void TstSignOutDialog::signOutEverywhere()
{
    m_port->outcome = Error{ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
                            QStringLiteral("Bearer error=\"insufficient_user_authentication\", max_age=\"60\"")};
    open(false);
    m_dialog->findChildren<QRadioButton *>().last()->setChecked(true);
    signOut();
    QVERIFY(says(*m_dialog, QStringLiteral("Acme wants you to prove again that it is you")));
}

void TstSignOutDialog::aProofIsOfferedWhereItIsAskedFor()
{
    signOutEverywhere();
    QSignalSpy asked(m_dialog.get(), &SignOutDialog::stepUpRequested);
    button("Confirm that it is you")->click();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<keyturn::accounts::StepUp>().maxAge, std::optional(60));
    m_port->outcome = SignOutOutcome{true, {}};
    m_dialog->resume();
    QCoreApplication::processEvents();
    QCOMPARE(m_port->signOuts, (QList{SignOutScope::Everywhere, SignOutScope::Everywhere}));
    QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
}

void TstSignOutDialog::aProofThatDoesNotDoIsSaid()
{
    signOutEverywhere();
    m_dialog->resume();
    QCoreApplication::processEvents();
    QVERIFY(says(*m_dialog, QStringLiteral("is not content with how you have just proved")));
    QVERIFY(!button("Confirm that it is you"));
    QVERIFY(button("Sign out")->hasFocus());
    signOut(); // who begins anew may prove it anew
    QVERIFY(button("Confirm that it is you"));
}

void TstSignOutDialog::aNameMakesNoMnemonic()
{
    m_port->name = QStringLiteral("Rock & Web");
    open(true);
    QVERIFY(box()->text().contains(QLatin1String("Rock && Web")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSignOutDialog;
KEYTURN_TEST(TstSignOutDialog)
#include "tst_signoutdialog.moc"
