// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "scenes.h"
#include "support/registry.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

/// What a screen reader is told of every window: it walks them as a screen reader does.
class TstAccessible : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWalkFindsWhatIsWrong();
    void everyNodeSaysWhatItIs_data() { rows(); }
    void everyNodeSaysWhatItIs();
    void noLetterLeadsToTwoThings_data() { rows(); }
    void noLetterLeadsToTwoThings();
    void whatALabelPointsToIsThere_data() { rows(); }
    void whatALabelPointsToIsThere();

private:
    static void rows();
    [[nodiscard]] static QStringList faultsIn(QAccessibleInterface &node, const QString &path);
    [[nodiscard]] static QStringList faultsIn(QWidget &window);
};

namespace {

bool isButton(QAccessible::Role role)
{
    return QList{QAccessible::Button,         QAccessible::CheckBox, QAccessible::RadioButton, QAccessible::ButtonMenu,
                 QAccessible::ButtonDropDown, QAccessible::Link,     QAccessible::PageTab}
        .contains(role);
}

bool isToBeUsed(const QAccessibleInterface &node)
{
    static const QList<QAccessible::Role> used{QAccessible::EditableText, QAccessible::ComboBox, QAccessible::List,
                                               QAccessible::Table,        QAccessible::Tree,     QAccessible::ListItem,
                                               QAccessible::SpinBox,      QAccessible::Slider,   QAccessible::PageTabList};
    return node.state().focusable || isButton(node.role()) || used.contains(node.role());
}

/// What the role of @p widget must be among; empty: nobody says.
QList<QAccessible::Role> rolesFor(const QObject *widget)
{
    if (qobject_cast<const QAbstractButton *>(widget))
        return {QAccessible::Button,     QAccessible::CheckBox,       QAccessible::RadioButton,
                QAccessible::ButtonMenu, QAccessible::ButtonDropDown, QAccessible::Link};
    if (qobject_cast<const QAbstractItemView *>(widget))
        return {QAccessible::List, QAccessible::Table, QAccessible::Tree};
    if (qobject_cast<const QLineEdit *>(widget))
        return {QAccessible::EditableText};
    if (qobject_cast<const QComboBox *>(widget))
        return {QAccessible::ComboBox};
    return {};
}

bool isClassName(const QString &name, const QObject *object)
{
    if (!object)
        return false;
    for (const QMetaObject *kind = object->metaObject(); kind; kind = kind->superClass()) {
        if (name == QLatin1String(kind->className()) || name == QString::fromLatin1(kind->className()).section(QStringLiteral("::"), -1))
            return true;
    }
    return name == object->objectName();
}

} // namespace

QStringList TstAccessible::faultsIn(QAccessibleInterface &node, const QString &path)
{
    if (node.state().invisible)
        return {};
    const QString name = node.text(QAccessible::Name);
    const QString kind = node.object() ? QString::fromLatin1(node.object()->metaObject()->className()).section(QStringLiteral("::"), -1)
                                       : QStringLiteral("role %1").arg(int(node.role()));
    const QString place = QStringLiteral("%1 > %2 \"%3\"").arg(path, kind, name);
    QStringList faults;
    const bool isCombosOwn = node.parent() && node.parent()->role() == QAccessible::ComboBox; // its list and line are said by its own name
    if (isToBeUsed(node) && !isCombosOwn) {
        if (name.trimmed().isEmpty())
            faults += place + QStringLiteral(": has no name");
        else if (isClassName(name, node.object()) || (name.contains(u'&') && node.role() != QAccessible::ListItem)) // a row may be an address
            faults += place + QStringLiteral(": is named for the program, not for the person");
        const bool scrolls = qobject_cast<QAbstractScrollArea *>(node.object()); // a stretch of text, with the keys that move it
        if (!scrolls && (node.role() == QAccessible::Client || node.role() == QAccessible::NoRole))
            faults += place + QStringLiteral(": is of no kind");
    }
    if (const QList<QAccessible::Role> roles = rolesFor(node.object()); !roles.isEmpty() && !roles.contains(node.role()))
        faults += place + QStringLiteral(": has role %1").arg(int(node.role()));
    for (int i = 0; i < node.childCount(); ++i) {
        if (QAccessibleInterface *child = node.child(i))
            faults += faultsIn(*child, place);
    }
    return faults;
}

QStringList TstAccessible::faultsIn(QWidget &window)
{
    QAccessibleInterface *root = QAccessible::queryAccessibleInterface(&window);
    if (!root)
        return {QStringLiteral("nothing to walk")};
    QStringList faults = faultsIn(*root, {});
    if (root->text(QAccessible::Name).isEmpty())
        faults += QStringLiteral("the window has no name");
    return faults;
}

void TstAccessible::rows()
{
    QTest::addColumn<QString>("scene");
    for (const QString &name : Scenes::names())
        QTest::newRow(qPrintable(name)) << name;
}

/// A walk that finds nothing would not show that it looks.
void TstAccessible::theWalkFindsWhatIsWrong()
{
    QWidget window;
    window.setWindowTitle(QStringLiteral("Window"));
    auto *nameless = new QPushButton(&window);
    auto *own = new QWidget(&window);
    own->setFocusPolicy(Qt::StrongFocus);
    own->setAccessibleName(QStringLiteral("A control"));
    auto *line = new QLineEdit(&window);
    line->setAccessibleName(QStringLiteral("QLineEdit"));
    window.show();
    QCOMPARE(faultsIn(window).size(), 3);
    nameless->setText(QStringLiteral("&Go"));
    own->setFocusPolicy(Qt::NoFocus);
    line->setAccessibleName(QStringLiteral("E-mail"));
    QCOMPARE(faultsIn(window), QStringList());
    window.setWindowTitle({});
    QCOMPARE(faultsIn(window).size(), 1);
}

void TstAccessible::everyNodeSaysWhatItIs()
{
    QFETCH(const QString, scene);
    Scenes scenes;
    QCOMPARE(faultsIn(scenes.show(scene)).join(u'\n'), QString());
}

void TstAccessible::noLetterLeadsToTwoThings()
{
    QFETCH(const QString, scene);
    Scenes scenes;
    QCOMPARE(sharedMnemonicIn(scenes.show(scene)), QString());
}

void TstAccessible::whatALabelPointsToIsThere()
{
    QFETCH(const QString, scene);
    Scenes scenes;
    const QWidget &window = scenes.show(scene);
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        const QString text = QString(label->text()).remove(QStringLiteral("&&"));
        if (label->textFormat() != Qt::PlainText || !label->isVisible())
            continue;
        QVERIFY2(!text.contains(u'&') || label->buddy(), qPrintable(text)); // its letter leads nowhere
        QVERIFY2(!label->buddy() || label->buddy()->isVisible() || !label->buddy()->isVisibleTo(&window), qPrintable(text));
    }
    // And a field's name is not only seen.
    for (const QLineEdit *line : window.findChildren<QLineEdit *>()) {
        if (line->isVisible() && !line->objectName().startsWith(QLatin1String("qt_")))
            QVERIFY(!QAccessible::queryAccessibleInterface(const_cast<QLineEdit *>(line))->text(QAccessible::Name).isEmpty());
    }
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstAccessible;
KEYTURN_TEST(TstAccessible)
#include "tst_accessible.moc"
