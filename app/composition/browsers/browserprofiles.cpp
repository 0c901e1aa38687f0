// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/browserprofiles.h"

#include "core/json.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace keyturn::composition::browsers {

namespace {

constexpr qint64 largest = 1024 * 1024;
constexpr qsizetype mostProfiles = 32;
constexpr qsizetype longestName = 200;

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray contents = file.read(largest + 1);
    return contents.size() > largest ? QByteArray() : contents;
}

/// It becomes an argument: no option of its own, no way out of the folder of profiles, nothing that is not seen, no place for the address.
bool isPlain(const QString &name)
{
    return !name.isEmpty() && name.size() <= longestName && !name.startsWith(u'-') && !name.contains(u'/') && !name.startsWith(u'.')
        && !name.contains(QLatin1String("%s")) && std::all_of(name.begin(), name.end(), [](QChar c) { return c.isPrint(); });
}

struct Named {
    QString name;
    QStringList arguments;
};

QList<Named> chromiumProfiles(const QString &folder)
{
    QList<Named> profiles;
    const core::Result<QJsonObject> state = core::parseJsonObject(contentsOf(folder + QStringLiteral("/Local State")), largest);
    if (!state.ok())
        return profiles;
    const QJsonObject known = state->value(QLatin1String("profile")).toObject().value(QLatin1String("info_cache")).toObject();
    for (auto it = known.constBegin(); it != known.constEnd() && profiles.size() < mostProfiles; ++it) {
        const QString name = it->toObject().value(QLatin1String("name")).toString().left(longestName);
        if (isPlain(it.key()))
            profiles += {name.isEmpty() ? it.key() : name, {QStringLiteral("--profile-directory=") + it.key()}};
    }
    return profiles;
}

QList<Named> firefoxProfiles(const QString &folder)
{
    QList<Named> profiles;
    bool inside = false;
    for (const QByteArray &raw : contentsOf(folder + QStringLiteral("/profiles.ini")).split('\n')) {
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.startsWith(u'['))
            inside = line.startsWith(QLatin1String("[Profile"));
        else if (inside && line.startsWith(QLatin1String("Name="))) {
            const QString name = line.mid(5);
            if (isPlain(name) && profiles.size() < mostProfiles)
                profiles += {name, {QStringLiteral("-P"), name}};
            inside = false;
        }
    }
    return profiles;
}

/// A browser by the names that it is started under, and where its profiles are: below `~/.config`, or for Firefox below the home.
struct Known {
    QStringList programs;
    QString flatpak;
    QString snap; ///< The snap's name; empty: there is none.
    QString folder;
    bool isFirefox = false;
};

const QList<Known> &knownBrowsers()
{
    static const QList<Known> browsers{
        {{QStringLiteral("firefox"), QStringLiteral("firefox-esr")},
         QStringLiteral("org.mozilla.firefox"),
         QStringLiteral("firefox"),
         QStringLiteral("/.mozilla/firefox"),
         true},
        {{QStringLiteral("chromium"), QStringLiteral("chromium-browser")},
         QStringLiteral("org.chromium.Chromium"),
         QStringLiteral("chromium"),
         QStringLiteral("/chromium")},
        {{QStringLiteral("google-chrome"), QStringLiteral("google-chrome-stable")},
         QStringLiteral("com.google.Chrome"),
         {},
         QStringLiteral("/google-chrome")},
        {{QStringLiteral("brave"), QStringLiteral("brave-browser"), QStringLiteral("brave-browser-stable")},
         QStringLiteral("com.brave.Browser"),
         QStringLiteral("brave"),
         QStringLiteral("/BraveSoftware/Brave-Browser")},
        {{QStringLiteral("microsoft-edge"), QStringLiteral("microsoft-edge-stable")},
         QStringLiteral("com.microsoft.Edge"),
         {},
         QStringLiteral("/microsoft-edge")},
        {{QStringLiteral("vivaldi-stable")}, QStringLiteral("com.vivaldi.Vivaldi"), {}, QStringLiteral("/vivaldi")},
    };
    return browsers;
}

/// Which browser a command starts, and after which of its words the browser's own arguments begin.
struct Found {
    const Known *browser = nullptr;
    qsizetype word = 0;
    bool inFlatpak = false;
    bool inSnap = false;
};

/// `/usr/bin/flatpak run --branch=stable org.mozilla.firefox @@u %s @@`
qsizetype flatpakApplication(const QStringList &command, qsizetype from)
{
    if (command.value(from + 1) != QLatin1String("run"))
        return -1;
    for (qsizetype i = from + 2; i < command.size(); ++i) {
        if (!command.at(i).startsWith(u'-'))
            return i;
    }
    return -1;
}

Found browserIn(const QStringList &command)
{
    Found found;
    // As snapd writes it: env BAMF_DESKTOP_FILE_HINT=… /snap/bin/firefox %s
    if (command.value(0).section(u'/', -1) == QLatin1String("env")) {
        for (++found.word; command.value(found.word).contains(u'='); ++found.word) { }
    }
    const QString program = command.value(found.word);
    QString name = program.section(u'/', -1);
    found.inSnap = program.contains(QLatin1String("/snap/bin/"));
    if (name == QLatin1String("flatpak")) {
        found.word = flatpakApplication(command, found.word);
        found.inFlatpak = true;
        name = found.word < 0 ? QString() : command.at(found.word);
    }
    for (const Known &browser : knownBrowsers()) {
        if (found.inFlatpak ? browser.flatpak == name : browser.programs.contains(name))
            found.browser = &browser;
    }
    return found;
}

/// The likelier first. A distribution's own program may be a door to the snap, whose profiles then lie there.
QStringList profileFolders(const Found &found, const Places &places)
{
    const Known &browser = *found.browser;
    if (found.inFlatpak)
        return {places.home + QStringLiteral("/.var/app/") + browser.flatpak + (browser.isFirefox ? QString() : QStringLiteral("/config"))
                + browser.folder};
    QStringList folders;
    if (!found.inSnap)
        folders += (browser.isFirefox ? places.home : places.config) + browser.folder;
    if (!browser.snap.isEmpty()) {
        const QString snap = places.home + QStringLiteral("/snap/") + browser.snap;
        folders += snap + QStringLiteral("/common") + browser.folder;
        folders += snap + QStringLiteral("/current") + (browser.isFirefox ? QString() : QStringLiteral("/.config")) + browser.folder;
    }
    return folders;
}

} // namespace

QList<BrowserProfile> browserProfiles(const QStringList &command, const Places &places)
{
    const Found found = browserIn(command);
    if (!found.browser)
        return {};
    QList<Named> named;
    for (const QString &folder : profileFolders(found, places)) {
        named = found.browser->isFirefox ? firefoxProfiles(folder) : chromiumProfiles(folder);
        if (!named.isEmpty())
            break;
    }
    QList<BrowserProfile> profiles;
    for (const Named &one : named.size() < 2 ? QList<Named>() : named)
        profiles += {one.name, command.mid(0, found.word + 1) + one.arguments + command.mid(found.word + 1)};
    return profiles;
}

} // namespace keyturn::composition::browsers
