// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/searchline.h"

#include "ui/common/icon.h"

#include <QAction>
#include <QLineEdit>

namespace keyturn::ui::common {

namespace {
constexpr const char *mark = "keyturnSearchLine";
}

bool SearchLine::isOne(const QLineEdit &line)
{
    return line.property(mark).toBool();
}

void SearchLine::dress(QLineEdit &line, const QString &name, const QString &shown)
{
    line.setProperty(mark, true);
    line.setPlaceholderText(shown);
    line.setAccessibleName(name);
    line.setClearButtonEnabled(true);
    // Qt gives its cross no name, and a screen reader would say "button".
    for (QAction *action : line.findChildren<QAction *>())
        action->setText(tr("Clear"));
    line.addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition)->setText(name);
}

} // namespace keyturn::ui::common
