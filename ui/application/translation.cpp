// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/translation.h"

#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QStandardPaths>

namespace keyturn::ui::application {

namespace {
const QString prefix = QStringLiteral("keyturn_");
const QString source = QStringLiteral("en");
} // namespace

QStringList translationFolders()
{
    return QStringList{QStringLiteral(":/keyturn/translations")}
    + QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, QStringLiteral("keyturn/translations"), QStandardPaths::LocateDirectory);
}

QStringList languagesIn(const QStringList &folders)
{
    QStringList found;
    for (const QString &folder : folders) {
        for (const QString &file : QDir(folder).entryList({prefix + QStringLiteral("*.qm")}, QDir::Files))
            found += file.mid(prefix.size()).chopped(3);
    }
    found.removeDuplicates();
    found.removeAll(source);
    found.sort();
    return found;
}

Translation::~Translation()
{
    forget();
}

void Translation::forget()
{
    for (const std::unique_ptr<QTranslator> &translator : m_translators)
        QCoreApplication::removeTranslator(translator.get());
    m_translators.clear();
}

void Translation::add(const QLocale &locale, const QString &name, const QStringList &folders)
{
    for (const QString &folder : folders) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(locale, name, {}, folder))
            continue;
        QCoreApplication::installTranslator(translator.get());
        m_translators.push_back(std::move(translator));
        return;
    }
}

void Translation::use(const QString &language)
{
    m_language = language;
    forget();
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    // English beneath each: what the sources have is not its forms of one and of many.
    add(QLocale(source), prefix, m_folders);
    add(locale, QStringLiteral("qtbase_"), {QLibraryInfo::path(QLibraryInfo::TranslationsPath)});
    add(locale, prefix, m_folders);
}

} // namespace keyturn::ui::application
