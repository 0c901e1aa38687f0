// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakepreferences.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/tone.h"
#include "ui/mainwindow/aboutdialog.h"
#include "ui/mainwindow/newsdialog.h"
#include "ui/mainwindow/welcomepage.h"
#include "ui/preferences/preferencesdialog.h"
#include "windowbench.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QScopeGuard>
#include <QTest>

namespace keyturn::ui::tests {

/// What is said on the dialogs about the program is seen whole: small, large, mirrored, light and dark.
class TstScreens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsCut_data();
    void nothingIsCut();
    void noLetterLeadsToTwoThings();

private:
    [[nodiscard]] static QString cutIn(const QWidget &root);
    void look(QWidget &screen, const QString &name);
    static void keepPicture(QWidget &screen, const QString &name);
};

namespace {

QPalette darkPalette()
{
    QPalette dark(QColor(35, 38, 41), QColor(35, 38, 41));
    dark.setColor(QPalette::Base, QColor(27, 30, 32));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        dark.setColor(role, QColor(252, 252, 252));
    dark.setColor(QPalette::Highlight, QColor(61, 174, 233));
    return dark;
}

} // namespace

/// The first text that has less room than it needs; empty: none.
QString TstScreens::cutIn(const QWidget &root)
{
    for (const QLabel *label : root.findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const bool fits = label->wordWrap() ? label->height() >= label->heightForWidth(label->width()) : label->width() >= label->sizeHint().width();
        if (!fits)
            return label->text();
    }
    for (const QAbstractButton *button : root.findChildren<QAbstractButton *>()) {
        if (button->isVisible() && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            return button->text();
    }
    return {};
}

/// In the folder that KEYTURN_TEST_PICTURES names, for eyes.
void TstScreens::keepPicture(QWidget &screen, const QString &name)
{
    if (const QString folder = qEnvironmentVariable("KEYTURN_TEST_PICTURES"); !folder.isEmpty())
        screen.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()), name));
}

void TstScreens::look(QWidget &screen, const QString &name)
{
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
    keepPicture(screen, name);
    QVERIFY2(cutIn(screen).isEmpty(), qPrintable(name + QStringLiteral(": ") + cutIn(screen)));
    const QSize size = screen.minimumSizeHint().expandedTo(screen.minimumSize());
    QVERIFY2(qstrcmp(QTest::currentDataTag(), "large") == 0 || (size.width() <= 720 && size.height() <= 480), qPrintable(name));
}

void TstScreens::nothingIsCut_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("scale");
    const QSize usual;
    const QSize small(720, 480);
    QTest::newRow("light") << false << Qt::LeftToRight << usual << 1.0;
    QTest::newRow("dark") << true << Qt::LeftToRight << usual << 1.0;
    QTest::newRow("mirrored") << false << Qt::RightToLeft << usual << 1.0;
    QTest::newRow("small") << false << Qt::LeftToRight << small << 1.0;
    QTest::newRow("large") << false << Qt::LeftToRight << usual << 1.5;
}

void TstScreens::nothingIsCut()
{
    QFETCH(const bool, dark);
    QFETCH(const Qt::LayoutDirection, direction);
    QFETCH(const QSize, size);
    QFETCH(const double, scale);
    const auto back = qScopeGuard([palette = QApplication::palette(), font = QApplication::font()] {
        QApplication::setPalette(palette);
        QApplication::setFont(font);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    });
    if (dark)
        QApplication::setPalette(darkPalette());
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * scale);
    QApplication::setFont(font);
    QApplication::setLayoutDirection(direction);
    const auto show = [&size](QWidget &screen) {
        if (!size.isEmpty())
            screen.resize(size);
        screen.show();
    };
    FakePreferences port;
    port.known = {QStringLiteral("de")};
    port.stored.proxy = QStringLiteral("http://proxy.example:3128");
    port.stored.caFile = QStringLiteral("/etc/ssl/acme/root.pem");
    port.facts.accounts = 3;
    preferences::PreferencesDialog preferences(port);
    show(preferences);
    for (int page = 0; page < preferences.pageCount(); ++page) {
        preferences.showPage(page);
        look(preferences, QStringLiteral("preferences-%1").arg(page));
    }
    mainwindow::AboutDialog about;
    show(about);
    look(about, QStringLiteral("about"));
    mainwindow::NewsDialog news;
    show(news);
    look(news, QStringLiteral("news"));
    WindowBench bench;
    bench.signIn.probed = core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_absent"), {}};
    mainwindow::MainWindow window(bench.ports());
    show(window);
    window.offer(QStringLiteral("Keyturn was updated to 2.0.0."), QStringLiteral("See what is &new"), {});
    look(window, QStringLiteral("window"));
    window.setNotice({}, false);
    bench.accounts.remove(model::AccountId(QStringLiteral("a")));
    bench.accounts.remove(model::AccountId(QStringLiteral("b")));
    QTRY_VERIFY(says(window, QStringLiteral("No keychain answers")));
    look(window, QStringLiteral("welcome"));
}

void TstScreens::noLetterLeadsToTwoThings()
{
    FakePreferences port;
    port.known = {QStringLiteral("de")};
    port.stored.caFile = QStringLiteral("/etc/ssl/acme/root.pem");
    preferences::PreferencesDialog preferences(port);
    preferences.show();
    for (int page = 0; page < preferences.pageCount(); ++page) {
        preferences.showPage(page);
        QCOMPARE(sharedLetterIn(preferences), QString());
    }
    mainwindow::AboutDialog about;
    about.show();
    QCOMPARE(sharedLetterIn(about), QString());
    WindowBench bench;
    bench.accounts.list.clear();
    mainwindow::MainWindow window(bench.ports());
    window.show();
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
    window.findChild<mainwindow::WelcomePage *>()->setProblem(QStringLiteral("No keychain answers."));
    QCOMPARE(sharedLetterIn(window), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstScreens;
KEYTURN_TEST(TstScreens)
#include "tst_screens.moc"
