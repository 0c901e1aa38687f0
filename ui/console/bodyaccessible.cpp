// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/bodyaccessible.h"

#include "ui/console/bodyview.h"

namespace keyturn::ui::console {

BodyAccessible::BodyAccessible(BodyView *view) : QAccessibleWidget(view, QAccessible::EditableText) { }

QAccessibleInterface *BodyAccessible::create(const QString &, QObject *object)
{
    auto *view = qobject_cast<BodyView *>(object);
    return view ? new BodyAccessible(view) : nullptr;
}

BodyView &BodyAccessible::view() const
{
    return *static_cast<BodyView *>(widget());
}

QString BodyAccessible::text(QAccessible::Text which) const
{
    return which == QAccessible::Value ? view().currentLine() : QAccessibleWidget::text(which);
}

QAccessible::State BodyAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = true;
    state.multiLine = true;
    state.selectableText = true;
    return state;
}

void *BodyAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface *>(this) : QAccessibleWidget::interface_cast(type);
}

void BodyAccessible::selection(int, int *begin, int *end) const
{
    *begin = *end = 0;
}

int BodyAccessible::cursorPosition() const
{
    return view().cursor().column;
}

void BodyAccessible::setCursorPosition(int position)
{
    view().setCursor({view().cursor().line, position}, false);
}

QString BodyAccessible::text(int begin, int end) const
{
    return view().currentLine().mid(begin, end - begin);
}

int BodyAccessible::characterCount() const
{
    return int(view().currentLine().size());
}

QString BodyAccessible::attributes(int, int *begin, int *end) const
{
    *begin = 0;
    *end = characterCount();
    return {};
}

} // namespace keyturn::ui::console
