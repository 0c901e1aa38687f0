// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/installedbrowsers.h"

#include "composition/browsers/desktopentry.h"
#include "oauth/browseropener.h"

#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <QSet>
#include <QStandardPaths>

#include <algorithm>

namespace keyturn::composition::browsers {

namespace {

constexpr qint64 largest = 1024 * 1024;
constexpr int mostFiles = 4000;
constexpr qsizetype mostBrowsers = 40;

/// As the shell would need it; no shell is used, but CommandBrowserOpener takes it apart by the same rules.
QString quoted(const QString &word)
{
    return u'\'' + QString(word).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

QString commandOf(QStringList words)
{
    std::transform(words.begin(), words.end(), words.begin(), quoted);
    return words.join(u' ');
}

bool isThere(const QString &program)
{
    return !oauth::browserChoices(quoted(program)).constFirst().file.isEmpty();
}

bool opensAddresses(const DesktopEntry &entry)
{
    return !entry.hidden && !entry.noDisplay && entry.mimeTypes.contains(QStringLiteral("x-scheme-handler/https"))
        && isThere(entry.command.constFirst()) && (entry.tryExec.isEmpty() || isThere(entry.tryExec));
}

QList<DesktopEntry> entriesOf(const Places &places)
{
    QList<DesktopEntry> entries;
    QSet<QString> seen; // ids: the earlier folder's goes before the later's
    int files = 0;
    for (const QString &folder : places.applications) {
        QDirIterator it(folder, {QStringLiteral("*.desktop")}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext() && ++files <= mostFiles) {
            QFile file(it.next());
            const QString id = file.fileName().mid(folder.size() + 1).replace(u'/', u'-');
            if (seen.contains(id) || !file.open(QIODevice::ReadOnly))
                continue;
            seen.insert(id);
            const std::optional<DesktopEntry> entry = readDesktopEntry(file.read(largest + 1), places.language);
            if (entry && opensAddresses(*entry))
                entries += *entry;
        }
    }
    return entries;
}

} // namespace

Places standardPlaces()
{
    return {QStandardPaths::standardLocations(QStandardPaths::ApplicationsLocation), QDir::homePath(),
            QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation), QLocale().name()};
}

QList<InstalledBrowser> installedBrowsers(const Places &places)
{
    QList<DesktopEntry> entries = entriesOf(places);
    std::sort(entries.begin(), entries.end(),
              [](const DesktopEntry &a, const DesktopEntry &b) { return a.name.compare(b.name, Qt::CaseInsensitive) < 0; });
    QList<InstalledBrowser> browsers;
    for (const DesktopEntry &entry : entries.mid(0, mostBrowsers)) {
        browsers += {entry.name, {}, commandOf(entry.command)};
        for (const BrowserProfile &profile : browserProfiles(entry.command, places))
            browsers += {entry.name, profile.name, commandOf(profile.command)};
    }
    return browsers;
}

} // namespace keyturn::composition::browsers
