// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "layoutfaults.h"

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLineEdit>
#include <QStyle>
#include <QTabBar>

namespace keyturn::ui::tests {

namespace {

/// Room that rounding takes.
constexpr int slack = 1;

QString nameOf(const QWidget &widget)
{
    QString text;
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        text = label->text();
    else if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        text = button->text();
    if (text.isEmpty())
        text = widget.accessibleName();
    return QStringLiteral("%1 “%2”").arg(QLatin1String(widget.metaObject()->className()), text.left(60));
}

/// What a person reads or uses, and nothing within that.
bool isControl(const QWidget &widget)
{
    const QWidget *parent = widget.parentWidget();
    if (parent && (qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QComboBox *>(parent) || qobject_cast<const QTabBar *>(parent)))
        return false;
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return !label->text().isEmpty();
    return qobject_cast<const QAbstractButton *>(&widget) || qobject_cast<const QLineEdit *>(&widget) || qobject_cast<const QComboBox *>(&widget)
        || qobject_cast<const QTabBar *>(&widget) || (qobject_cast<const QAbstractScrollArea *>(&widget) && widget.focusPolicy() != Qt::NoFocus);
}

bool isTextCut(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        if (label->wordWrap())
            return label->heightForWidth(label->width()) > label->height() + slack;
        return label->fontMetrics().size(Qt::TextShowMnemonic, label->text()).width() > label->contentsRect().width() + slack;
    }
    if (const auto *combo = qobject_cast<const QComboBox *>(&widget)) {
        QStyleOptionComboBox option;
        option.initFrom(combo);
        option.subControls = QStyle::SC_All;
        const QRect room = combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
        return combo->fontMetrics().horizontalAdvance(combo->currentText()) > room.width() + slack;
    }
    if (const auto *line = qobject_cast<const QLineEdit *>(&widget)) {
        const QString text = line->text().isEmpty() ? line->placeholderText() : QString(); // what was typed scrolls
        return line->fontMetrics().horizontalAdvance(text) > line->width();
    }
    if (const auto *bar = qobject_cast<const QTabBar *>(&widget)) {
        for (int tab = 0; tab < bar->count(); ++tab) {
            if (bar->isTabVisible(tab)
                && bar->fontMetrics().size(Qt::TextShowMnemonic, bar->tabText(tab)).width() > bar->tabRect(tab).width() + slack)
                return true;
        }
        return false;
    }
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget); button && !button->text().isEmpty())
        return button->minimumSizeHint().width() > button->width() + slack || button->fontMetrics().height() > button->height() + slack;
    return false;
}

/// What is to be seen of it: a list cuts what it scrolls, and that is no fault.
QRect seenOf(const QWidget &widget, const QWidget &window)
{
    QRect seen(widget.mapTo(&window, QPoint()), widget.size());
    for (const QWidget *above = widget.parentWidget(); above && above != &window; above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(above->parentWidget()))
            seen &= QRect(above->mapTo(&window, QPoint()), above->size());
    }
    return seen;
}

bool isScrolled(const QWidget &widget, const QWidget &window)
{
    for (const QWidget *above = widget.parentWidget(); above && above != &window; above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(above))
            return true;
    }
    return false;
}

} // namespace

QStringList layoutFaultsIn(const QWidget &window)
{
    QStringList faults;
    QList<const QWidget *> controls;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisibleTo(&window) && widget->window() == window.window() && isControl(*widget))
            controls += widget;
    }
    for (const QWidget *one : controls) {
        if (isTextCut(*one))
            faults += QStringLiteral("cut: %1, %2 wide").arg(nameOf(*one)).arg(one->width());
        const QRect place(one->mapTo(&window, QPoint()), one->size());
        if (!isScrolled(*one, window) && !window.rect().adjusted(-slack, -slack, slack, slack).contains(place))
            faults += QStringLiteral("over the edge: %1").arg(nameOf(*one));
    }
    for (qsizetype i = 0; i < controls.size(); ++i) {
        for (qsizetype j = i + 1; j < controls.size(); ++j) {
            const QWidget *a = controls.at(i);
            const QWidget *b = controls.at(j);
            if (a->isAncestorOf(b) || b->isAncestorOf(a))
                continue;
            const QRect both = seenOf(*a, window) & seenOf(*b, window);
            if (both.width() > slack && both.height() > slack)
                faults += QStringLiteral("over each other: %1 and %2").arg(nameOf(*a), nameOf(*b));
        }
    }
    return faults;
}

} // namespace keyturn::ui::tests
