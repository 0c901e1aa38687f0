// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "fakeprofiles.h"
#include "lookup.h"
#include "signinbench.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/common/tone.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/signin/formfield.h"
#include "ui/signin/unlockdialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QScopeGuard>
#include <QStackedWidget>
#include <QStyleOptionButton>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;

/// What the eye and the keyboard find in every dialog alike.
class TstLooks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noLetterLeadsToTwoThings();
    void framesAreSeenOnEveryGround_data();
    void framesAreSeenOnEveryGround();
    void whatIsSaidLaterIsSeenWhole();
    void mirroredWhatBelongsToAChoiceIsIndentedToo();
    void whileTheBackendIsAskedTheKeyboardIsAtWhatStopsIt();
    void nothingFoundLeavesNoHoles();

private:
    FakeClock m_clock;
};

void TstLooks::noLetterLeadsToTwoThings()
{
    FakeAccounts accounts(m_clock);
    FakeSignIn signIn(m_clock);
    FakeProfiles profiles;
    signIn.list.first().password->change = model::PasswordChange{model::Endpoint{}, {}, false, {}};
    accounts.facts.endsThere = false;
    accounts.facts.page = QUrl(QStringLiteral("https://acme.example/devices"));
    accounts.endSession.finish(QUrl(QStringLiteral("https://acme.example/logout")));
    accounts.outcome = Error{ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"), {}};
    const model::Account ada = account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"));
    mainwindow::SignOutDialog signOut(accounts, ada);
    signOut.show();
    buttonOf(signOut, QStringLiteral("Sign out"))->click();
    QCoreApplication::processEvents();
    QVERIFY(buttonOf(signOut, QStringLiteral("Confirm that it is you"))->isVisible());
    QCOMPARE(sharedMnemonicIn(signOut), QString());
    mainwindow::PasswordDialog password(accounts, signIn, ada);
    password.show();
    QCOMPARE(sharedMnemonicIn(password), QString());
    mainwindow::RenameDialog rename(accounts, ada);
    rename.show();
    QCOMPARE(sharedMnemonicIn(rename), QString());
    profiles::AddressDialog address(profiles);
    address.show();
    QCOMPARE(sharedMnemonicIn(address), QString());
    const model::ProfileId acme(QStringLiteral("acme"));
    profiles::ClientDialog client(profiles, acme, profiles.clients(acme).first());
    client.show();
    QCOMPARE(sharedMnemonicIn(client), QString());
    SignInBench bench;
    model::PasswordSignIn &way = *bench.port.list.first().password;
    way.reset = model::PasswordReset{model::Endpoint{}, model::Endpoint{}, {}};
    way.emailVerification = model::EmailVerification{model::Endpoint{}, model::Endpoint{}, {}};
    bench.dialog().startNew(model::ProfileId(QStringLiteral("demo")));
    QTest::keyClick(bench.dialog().focusWidget(), Qt::Key_Return);
    SignInBench::settle();
    for (const char *next : {"Forgot your password?", "I have a code", "Back", "Confirm an e-mail…", "Back", "Create an account…"}) {
        QCOMPARE(sharedMnemonicIn(bench.dialog()), QString());
        QVERIFY2(bench.button(QString::fromUtf8(next)), next);
        bench.button(QString::fromUtf8(next))->click();
    }
    QCOMPARE(sharedMnemonicIn(bench.dialog()), QString());
}

void TstLooks::framesAreSeenOnEveryGround_data()
{
    QTest::addColumn<int>("element");
    QTest::addColumn<QColor>("window");
    QTest::addColumn<QColor>("text");
    const QColor light(243, 244, 246);
    const QColor dark(35, 38, 41);
    const QColor ink(29, 32, 36);
    const QColor chalk(252, 252, 252);
    QTest::newRow("box, light") << int(QStyle::PE_IndicatorCheckBox) << light << ink;
    QTest::newRow("box, dark") << int(QStyle::PE_IndicatorCheckBox) << dark << chalk;
    QTest::newRow("ring, light") << int(QStyle::PE_IndicatorRadioButton) << light << ink;
    QTest::newRow("ring, dark") << int(QStyle::PE_IndicatorRadioButton) << dark << chalk;
    QTest::newRow("field, light") << int(QStyle::PE_FrameLineEdit) << light << ink;
    QTest::newRow("field, dark") << int(QStyle::PE_FrameLineEdit) << dark << chalk;
}

void TstLooks::framesAreSeenOnEveryGround() // WCAG 2.1, 1.4.11
{
    QFETCH(const int, element);
    QFETCH(const QColor, window);
    QFETCH(const QColor, text);
    QStyleOptionButton option;
    option.palette = QPalette(window, window);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
        option.palette.setColor(role, text);
    option.palette.setColor(QPalette::Base, common::mixed(window, Qt::black, common::isDark(option.palette) ? 0.8 : 1.0));
    option.rect = QRect(0, 0, 16, 16);
    option.state = QStyle::State_Enabled | QStyle::State_Off;
    QImage image(16, 16, QImage::Format_RGB32);
    image.fill(window);
    QPainter painter(&image);
    QApplication::style()->drawPrimitive(QStyle::PrimitiveElement(element), &option, &painter);
    painter.end();
    double best = 0;
    for (int x = 0; x < 4; ++x) // through the left of the frame
        best = std::max(best, common::contrast(image.pixelColor(x, 8), window));
    QVERIFY2(best >= 3.0, qPrintable(QString::number(best)));
}

void TstLooks::whatIsSaidLaterIsSeenWhole()
{
    signin::UnlockDialog unlock;
    unlock.show();
    unlock.showError({ErrorKind::Storage, QStringLiteral("settings_invalid"), QString(200, u'x').replace(u'x', QStringLiteral("long "))});
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
    for (const QLabel *label : unlock.findChildren<QLabel *>()) {
        if (label->isVisible() && label->wordWrap())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    }
}

void TstLooks::mirroredWhatBelongsToAChoiceIsIndentedToo()
{
    QApplication::setLayoutDirection(Qt::RightToLeft);
    const auto back = qScopeGuard([] { QApplication::setLayoutDirection(Qt::LeftToRight); });
    FakeAccounts accounts(m_clock);
    mainwindow::SignOutDialog dialog(accounts, account(QStringLiteral("a"), QStringLiteral("Ada")));
    dialog.show();
    QCoreApplication::processEvents();
    const auto *choice = dialog.findChild<QRadioButton *>();
    const auto labels = dialog.findChildren<QLabel *>();
    const auto words =
        std::find_if(labels.begin(), labels.end(), [](const QLabel *one) { return one->text().startsWith(QLatin1String("Acme ends this")); });
    QVERIFY(words != labels.end());
    QCOMPARE((*words)->geometry().right(), choice->geometry().right() - 3 * common::grid);
}

void TstLooks::whileTheBackendIsAskedTheKeyboardIsAtWhatStopsIt()
{
    SignInBench bench;
    QTest::keyClick(bench.dialog().focusWidget(), Qt::Key_Return);
    SignInBench::settle();
    bench.type(QStringLiteral("E-mail"), QStringLiteral("ada@example.com"));
    bench.type(QStringLiteral("Password"), QStringLiteral("correct horse"));
    QTest::keyClick(&bench.field(QStringLiteral("Password"))->line(), Qt::Key_Return);
    QVERIFY(bench.port.flow && bench.button(QStringLiteral("Cancel"))->hasFocus());
    QTest::keyClick(bench.button(QStringLiteral("Cancel")), Qt::Key_Return); // pressed twice by an impatient hand
    QVERIFY(bench.button(QStringLiteral("Cancel")));
    QTest::keyClick(bench.button(QStringLiteral("Cancel")), Qt::Key_Space);
    QVERIFY(bench.button(QStringLiteral("Back")));
    QVERIFY(bench.field(QStringLiteral("Password"))->line().hasFocus());
}

void TstLooks::nothingFoundLeavesNoHoles()
{
    FakeProfiles port;
    profiles::AddressDialog dialog(port);
    dialog.show();
    QTest::keyClicks(&fieldOf(dialog, QStringLiteral("Address of the provider"))->line(), QStringLiteral("id.new.example"));
    buttonOf(dialog, QStringLiteral("Look"))->click();
    port.discovery.finish(Error{ErrorKind::Offline, QStringLiteral("host_not_found"), {}});
    const auto *notice = dialog.findChild<common::Notice *>();
    QTRY_VERIFY(notice->isVisible());
    QCoreApplication::processEvents();
    const signin::FormField *field = fieldOf(dialog, QStringLiteral("Address of the provider"));
    QVERIFY(field->height() <= field->sizeHint().height() + 2 * common::grid);
    QVERIFY(notice->height() <= notice->heightForWidth(notice->width()) + common::grid);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstLooks;
KEYTURN_TEST(TstLooks)
#include "tst_looks.moc"
