// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/translation.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QTranslator>

namespace keyturn::ui::application {

namespace {
const QString folder = QStringLiteral(":/keyturn/translations");
const QString prefix = QStringLiteral("keyturn_");
const QString source = QStringLiteral("en");
} // namespace

QStringList languages()
{
    QStringList found;
    for (const QString &file : QDir(folder).entryList({prefix + QStringLiteral("*.qm")}, QDir::Files))
        found += file.mid(prefix.size()).chopped(3);
    found.removeAll(source);
    return found;
}

void installLanguage(const QString &language)
{
    // English beneath each: what the sources have is not its forms of one and of many.
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    for (const QLocale &one : {QLocale(source), locale}) {
        auto *translator = new QTranslator(QCoreApplication::instance());
        if (translator->load(one, prefix, {}, folder))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    }
}

} // namespace keyturn::ui::application
