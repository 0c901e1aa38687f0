// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "layoutfaults.h"
#include "scenes.h"
#include "support/registry.h"

#include <QApplication>
#include <QDir>
#include <QScopeGuard>
#include <QStyle>
#include <QTest>

namespace keyturn::ui::tests {

namespace {

enum class Case { Light, Dark, Mirrored, Small, Least, LargeText };

const QList<std::pair<Case, const char *>> &cases()
{
    static const QList<std::pair<Case, const char *>> all{{Case::Light, "light"}, {Case::Dark, "dark"},   {Case::Mirrored, "mirrored"},
                                                          {Case::Small, "small"}, {Case::Least, "least"}, {Case::LargeText, "large text"}};
    return all;
}

QPalette darkPalette()
{
    QPalette palette(QColor(49, 54, 59), QColor(35, 38, 41));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, QColor(252, 252, 252));
    palette.setColor(QPalette::Base, QColor(27, 30, 32));
    palette.setColor(QPalette::Highlight, QColor(61, 142, 255));
    return palette;
}

constexpr QSize smallScreen(720, 480);

} // namespace

/// Every page in light and dark, mirrored, on a small screen, as small as it goes, and with large text: nothing is cut, nothing lies over anything
/// else. With KEYTURN_LAYOUT_PICTURES naming a folder, a picture of each goes there.
class TstLayouts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingIsSeenWhole_data();
    void everythingIsSeenWhole();
    void faultsAreFound();
};

void TstLayouts::everythingIsSeenWhole_data()
{
    QTest::addColumn<QString>("scene");
    QTest::addColumn<int>("how");
    for (const QString &scene : Scenes::names()) {
        for (const auto &[how, name] : cases())
            QTest::newRow(qPrintable(scene + QStringLiteral(", ") + QLatin1String(name))) << scene << int(how);
    }
}

void TstLayouts::everythingIsSeenWhole()
{
    QFETCH(const QString, scene);
    QFETCH(const int, how);
    const QPalette palette = QApplication::palette();
    const QFont font = QApplication::font();
    const auto back = qScopeGuard([&] {
        QApplication::setPalette(palette);
        QApplication::setFont(font);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    });
    if (Case(how) == Case::Dark)
        QApplication::setPalette(darkPalette());
    if (Case(how) == Case::Mirrored)
        QApplication::setLayoutDirection(Qt::RightToLeft);
    if (Case(how) == Case::LargeText) {
        QFont large = font;
        large.setPointSizeF(font.pointSizeF() * 1.5);
        QApplication::setFont(large);
    }
    Scenes scenes;
    QWidget &shown = scenes.show(scene);
    if (Case(how) == Case::Small) {
        shown.resize(shown.isWindow() && shown.inherits("QMainWindow") ? smallScreen : shown.size().boundedTo(smallScreen));
        SignInBench::settle();
        QVERIFY2(shown.width() <= smallScreen.width() && shown.height() <= smallScreen.height(),
                 qPrintable(QStringLiteral("needs %1×%2").arg(shown.width()).arg(shown.height())));
    }
    if (Case(how) == Case::Least && !shown.inherits("QMainWindow")) { // what Qt makes of a dialog on a small screen
        shown.resize(shown.minimumSizeHint().expandedTo(shown.minimumSize()));
        SignInBench::settle();
    }
    if (const QString folder = qEnvironmentVariable("KEYTURN_LAYOUT_PICTURES"); !folder.isEmpty()) {
        const QString name = QString::fromLatin1(QTest::currentDataTag()).replace(QStringLiteral(", "), QStringLiteral("-")).replace(u' ', u'-');
        QVERIFY(QDir().mkpath(folder) && shown.grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }
    const QStringList faults = layoutFaultsIn(shown);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

/// Else the test above could not fail.
void TstLayouts::faultsAreFound()
{
    QWidget window;
    window.resize(200, 100);
    auto *label = new QLabel(QStringLiteral("A sentence that is far too long for the room that it has"), &window);
    label->setGeometry(0, 0, 60, 20);
    window.show();
    QCOMPARE(layoutFaultsIn(window).size(), 1);
    label->setText(QStringLiteral("Short"));
    QCOMPARE(layoutFaultsIn(window), QStringList());
    auto *button = new QPushButton(QStringLiteral("OK"), &window);
    button->setGeometry(40, 0, 110, 34);
    button->show();
    QCOMPARE(layoutFaultsIn(window).size(), 1);
    button->setGeometry(150, 40, 110, 34);
    QCOMPARE(layoutFaultsIn(window).size(), 1); // over the edge
    button->setGeometry(85, 40, 110, 34);
    QCOMPARE(layoutFaultsIn(window), QStringList());
    auto *wrapped = new QLabel(QStringLiteral("Some words that need several lines at this width"), &window);
    wrapped->setWordWrap(true);
    wrapped->setGeometry(0, 60, 80, 20);
    wrapped->show();
    QCOMPARE(layoutFaultsIn(window).size(), 1);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstLayouts;
KEYTURN_TEST(TstLayouts)
#include "tst_layouts.moc"
