// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocale>
#include <QStringList>
#include <QTranslator>

#include <memory>
#include <vector>

namespace keyturn::ui::application {

/// Where texts lie as `keyturn_<language>.qm`: in the program, and in `keyturn/translations` of the system's data folders.
[[nodiscard]] QStringList translationFolders();

/// The languages that there are texts in in @p folders, beside the sources' English.
[[nodiscard]] QStringList languagesIn(const QStringList &folders);

/// The language that the program speaks: its texts, Qt's own, dates, numbers, and which way lines run.
class Translation
{
public:
    explicit Translation(QStringList folders = translationFolders()) : m_folders(std::move(folders)) { }
    /// The sources' texts again.
    ~Translation();
    Translation(const Translation &) = delete;
    Translation &operator=(const Translation &) = delete;

    /// From now on in @p language, or the system's where that is empty; English where there are no texts in it. What stands on the screen already
    /// stays as it was written.
    void use(const QString &language);
    [[nodiscard]] const QString &language() const { return m_language; } ///< As given last.

private:
    void forget();
    void add(const QLocale &locale, const QString &name, const QStringList &folders);

    QStringList m_folders;
    QString m_language;
    std::vector<std::unique_ptr<QTranslator>> m_translators;
};

} // namespace keyturn::ui::application
