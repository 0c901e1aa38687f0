// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/bundledtext.h"

#include <QFile>

/// Outside every namespace, as Q_INIT_RESOURCE wants it.
static void registerTexts()
{
    Q_INIT_RESOURCE(texts);
}

namespace keyturn::ui::mainwindow {

QString bundledText(const QString &name)
{
    registerTexts();
    QFile file(QStringLiteral(":/keyturn/texts/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace keyturn::ui::mainwindow
