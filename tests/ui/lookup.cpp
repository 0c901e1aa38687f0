// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"

#include "ui/common/questiondialog.h"
#include "ui/signin/formfield.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>

namespace keyturn::ui::tests {

QPushButton *buttonOf(const QWidget &root, const QString &text)
{
    for (QPushButton *one : root.findChildren<QPushButton *>()) {
        if (one->text().remove(u'&') == text)
            return one;
    }
    return nullptr;
}

signin::FormField *fieldOf(const QWidget &root, const QString &name)
{
    for (signin::FormField *one : root.findChildren<signin::FormField *>()) {
        if (one->line().accessibleName() == name)
            return one;
    }
    return nullptr;
}

bool says(const QWidget &root, const QString &words)
{
    QCoreApplication::processEvents(); // a layout shows its new widgets only then
    for (const QLabel *label : root.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&root) && label->text().contains(words))
            return true;
    }
    return false;
}

QDialog *questionOver(const QWidget &root)
{
    for (common::QuestionDialog *one : root.findChildren<common::QuestionDialog *>()) {
        if (one->isVisible())
            return one;
    }
    return nullptr;
}

QString namelessIn(const QWidget &root)
{
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->window() != root.window()) // the list of a box that is closed
            continue;
        if (widget->isHidden() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy()
            || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
        if (!seen || seen->text(QAccessible::Name).isEmpty())
            return QStringLiteral("%1 in %2")
                .arg(QLatin1String(widget->metaObject()->className()), QLatin1String(widget->parentWidget()->metaObject()->className()));
    }
    return {};
}

namespace {

/// Null where there is none.
QChar mnemonicOf(const QString &text)
{
    const qsizetype place = QString(text).replace(QStringLiteral("&&"), QStringLiteral("__")).indexOf(u'&');
    return place < 0 ? QChar() : text.at(place + 1).toLower();
}

} // namespace

QString mnemonicFaultIn(const QMenu &menu)
{
    QMap<QChar, QString> known;
    for (const QAction *action : menu.actions()) {
        if (action->isSeparator())
            continue;
        const QChar letter = mnemonicOf(action->text());
        if (letter.isNull())
            return QStringLiteral("no letter: ") + action->text();
        if (known.contains(letter))
            return known.value(letter) + QStringLiteral(" / ") + action->text();
        known.insert(letter, action->text());
        const QString below = action->menu() ? mnemonicFaultIn(*action->menu()) : QString();
        if (!below.isEmpty())
            return below;
    }
    return {};
}

QString sharedMnemonicIn(const QWidget &root)
{
    QMap<QChar, QString> known;
    QStringList texts;
    for (const auto *button : root.findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->isEnabled())
            texts += button->text();
    }
    for (const auto *label : root.findChildren<QLabel *>()) {
        if (label->isVisible() && label->buddy() && label->buddy()->isEnabled())
            texts += label->text();
    }
    for (const auto *bar : root.findChildren<QTabBar *>()) {
        for (int tab = 0; bar->isVisible() && tab < bar->count(); ++tab)
            texts += bar->isTabVisible(tab) ? bar->tabText(tab) : QString();
    }
    for (const QString &text : texts) {
        const QChar letter = mnemonicOf(text);
        if (letter.isNull())
            continue;
        if (known.contains(letter))
            return known.value(letter) + QStringLiteral(" / ") + text;
        known.insert(letter, text);
    }
    return {};
}

} // namespace keyturn::ui::tests
