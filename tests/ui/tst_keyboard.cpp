// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "scenes.h"
#include "support/registry.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QRadioButton>
#include <QTest>

namespace keyturn::ui::tests {

/// Every window without a mouse: Tab comes to all there is and round again, Escape leads out.
class TstKeyboard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tabComesToEverythingAndRound_data();
    void tabComesToEverythingAndRound();
    void escapeClosesADialog_data();
    void escapeClosesADialog();

private:
    [[nodiscard]] static QSet<QWidget *> toVisit(const QWidget &window);
    [[nodiscard]] static QString nameOf(const QWidget *widget);
};

QString TstKeyboard::nameOf(const QWidget *widget)
{
    QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
    return QStringLiteral("%1 \"%2\"").arg(QLatin1String(widget->metaObject()->className()), seen ? seen->text(QAccessible::Name) : QString());
}

QSet<QWidget *> TstKeyboard::toVisit(const QWidget &window)
{
    QSet<QWidget *> found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const auto *choice = qobject_cast<QRadioButton *>(widget);
        const bool isChosenFor = choice && !choice->isChecked(); // arrows go from one to the next, Tab comes to the chosen one
        if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy() && !isChosenFor
            && widget->window() == &window)
            found.insert(widget);
    }
    return found;
}

void TstKeyboard::tabComesToEverythingAndRound_data()
{
    QTest::addColumn<QString>("scene");
    QTest::addColumn<bool>("forwards");
    for (const QString &name : Scenes::names()) {
        QTest::newRow(qPrintable(name + QStringLiteral(", Tab"))) << name << true;
        QTest::newRow(qPrintable(name + QStringLiteral(", Shift+Tab"))) << name << false;
    }
}

void TstKeyboard::tabComesToEverythingAndRound()
{
    QFETCH(const QString, scene);
    QFETCH(const bool, forwards);
    Scenes scenes;
    QWidget &window = scenes.show(scene);
    QSet<QWidget *> left = toVisit(window);
    QVERIFY(!left.isEmpty());
    QVERIFY2(window.focusWidget(), "the keyboard is nowhere");
    QWidget *first = nullptr;
    QStringList way;
    for (qsizetype step = 0; step < 60; ++step) {
        QWidget *now = window.focusWidget();
        QVERIFY(now);
        left.remove(now);
        if (qobject_cast<QRadioButton *>(now)) { // backwards Qt comes to the last of the choices; arrows lead to the others
            for (QRadioButton *other : now->parentWidget()->findChildren<QRadioButton *>(Qt::FindDirectChildrenOnly))
                left.remove(other);
        }
        way += nameOf(now);
        if (!first)
            first = now;
        else if (now == first)
            break;
        QTest::keyClick(now, forwards ? Qt::Key_Tab : Qt::Key_Backtab, forwards ? Qt::NoModifier : Qt::ShiftModifier);
        QVERIFY2(window.focusWidget() != now || toVisit(window).size() == 1, qPrintable(QStringLiteral("trapped in ") + nameOf(now)));
    }
    QVERIFY2(way.size() > 1 && way.first() == way.last() && way.size() < 60, qPrintable(way.join(QStringLiteral(" → "))));
    QStringList missed;
    for (const QWidget *widget : std::as_const(left))
        missed += nameOf(widget);
    QVERIFY2(missed.isEmpty(), qPrintable(QStringLiteral("never reached: ") + missed.join(QStringLiteral(", "))));
}

void TstKeyboard::escapeClosesADialog_data()
{
    QTest::addColumn<QString>("scene");
    Scenes scenes;
    for (const QString &name : Scenes::names()) {
        if (qobject_cast<QDialog *>(&scenes.show(name)))
            QTest::newRow(qPrintable(name)) << name;
    }
}

void TstKeyboard::escapeClosesADialog()
{
    QFETCH(const QString, scene);
    Scenes scenes;
    QWidget &window = scenes.show(scene);
    // One press for each step back, as the pages of the sign-in have it.
    for (int press = 0; press < 4 && window.isVisible(); ++press) {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, Qt::Key_Escape);
        SignInBench::settle();
    }
    QVERIFY(!window.isVisible());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstKeyboard;
KEYTURN_TEST(TstKeyboard)
#include "tst_keyboard.moc"
