// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/browserprofiles.h"

#include "core/json.h"

#include <QFile>
#include <QFileInfo>
#include <QMap>

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

QList<BrowserProfile> chromiumProfiles(const QString &folder)
{
    QList<BrowserProfile> profiles;
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

QList<BrowserProfile> firefoxProfiles(const QString &folder)
{
    QList<BrowserProfile> profiles;
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

} // namespace

QList<BrowserProfile> browserProfiles(const QString &program, const Places &places)
{
    static const QMap<QString, QString> chromiums{
        {QStringLiteral("chromium"), QStringLiteral("/chromium")},
        {QStringLiteral("chromium-browser"), QStringLiteral("/chromium")},
        {QStringLiteral("google-chrome"), QStringLiteral("/google-chrome")},
        {QStringLiteral("google-chrome-stable"), QStringLiteral("/google-chrome")},
        {QStringLiteral("brave-browser"), QStringLiteral("/BraveSoftware/Brave-Browser")},
        {QStringLiteral("brave-browser-stable"), QStringLiteral("/BraveSoftware/Brave-Browser")},
        {QStringLiteral("microsoft-edge"), QStringLiteral("/microsoft-edge")},
        {QStringLiteral("microsoft-edge-stable"), QStringLiteral("/microsoft-edge")},
        {QStringLiteral("vivaldi-stable"), QStringLiteral("/vivaldi")},
    };
    const QString name = program.section(u'/', -1);
    QList<BrowserProfile> profiles;
    if (const auto found = chromiums.constFind(name); found != chromiums.constEnd())
        profiles = chromiumProfiles(places.config + *found);
    else if (name == QLatin1String("firefox") || name == QLatin1String("firefox-esr"))
        profiles = firefoxProfiles(places.home + QStringLiteral("/.mozilla/firefox"));
    return profiles.size() < 2 ? QList<BrowserProfile>() : profiles;
}

} // namespace keyturn::composition::browsers
