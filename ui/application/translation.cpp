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
const QString prefix = QStringLiteral("window_");
} // namespace

QStringList languages()
{
    QStringList found;
    for (const QString &file : QDir(folder).entryList({prefix + QStringLiteral("*.qm")}, QDir::Files))
        found += file.mid(prefix.size()).chopped(3);
    return found;
}

void installLanguage(const QString &language)
{
    auto *translator = new QTranslator(QCoreApplication::instance());
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    if (translator->load(locale, prefix, {}, folder))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace keyturn::ui::application
