// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/settingsstore.h"

#include "core/json.h"
#include "core/paths.h"
#include "storage/filelock.h"
#include "storage/privatefile.h"

#include <QJsonArray>

namespace keyturn::storage {

namespace {

constexpr qsizetype maxBytes = 256 * 1024;
constexpr int currentVersion = 1;
constexpr qsizetype mostWindows = 32;

core::Error invalid(const QString &place, const QString &expected)
{
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("settings_invalid"), QStringLiteral("%1: %2").arg(place, expected)};
}

QString pathIn(const QString &directory)
{
    return directory + QLatin1String("/settings.json");
}

core::Result<QJsonObject> readJson(const QString &path)
{
    const core::Result<QByteArray> contents = readPrivateFile(path, maxBytes);
    if (!contents.ok()) {
        if (contents.error().code == QLatin1String("file_missing"))
            return QJsonObject();
        return contents.error();
    }
    core::Result<QJsonObject> json = core::parseJsonObject(*contents, maxBytes);
    if (!json.ok())
        return invalid(path, json.error().detail);
    // Who writes the file by hand need not know of it: none is the first.
    const QJsonValue version = json->value(QLatin1String("version"));
    if (!version.isUndefined() && version.toInt() != currentVersion)
        return invalid(path + QLatin1String(" /version"), QStringLiteral("expected %1; another version of Keyturn wrote this").arg(currentVersion));
    return json;
}

core::Result<QString> text(const QJsonObject &json, const char *name, const QString &fallback)
{
    const QJsonValue value = json.value(QLatin1String(name));
    if (value.isUndefined())
        return fallback;
    if (!value.isString())
        return invalid(u'/' + QLatin1String(name), QStringLiteral("expected a text in quotes"));
    return value.toString();
}

struct NamedText {
    const char *name;
    QString Settings::*member;
};
constexpr NamedText plainTexts[] = {{"secretStore", &Settings::secretStore}, {"browser", &Settings::browser}, {"language", &Settings::language},
                                    {"seenVersion", &Settings::seenVersion}, {"proxy", &Settings::proxy},     {"caFile", &Settings::caFile}};

struct NamedSwitch {
    const char *name;
    bool Settings::*member;
};
constexpr NamedSwitch switches[] = {{"keepInTray", &Settings::keepInTray},
                                    {"notifyNewSessions", &Settings::notifyNewSessions},
                                    {"notifySignInNeeded", &Settings::notifySignInNeeded},
                                    {"watchSessions", &Settings::watchSessions},
                                    {"pictures", &Settings::pictures},
                                    {"renewAhead", &Settings::renewAhead},
                                    {"keepHistory", &Settings::keepHistory},
                                    {"developerTools", &Settings::developerTools}};

core::Result<void> readSwitches(const QJsonObject &json, Settings &settings)
{
    for (const auto &[name, member] : switches) {
        const QJsonValue value = json.value(QLatin1String(name));
        if (!value.isUndefined() && !value.isBool())
            return invalid(u'/' + QLatin1String(name), QStringLiteral("expected true or false"));
        settings.*member = value.toBool(settings.*member);
    }
    return {};
}

/// Places are no choices: one that cannot be read is as good as none, and keeps nobody from starting.
QList<WindowPlace> readWindows(const QJsonObject &json)
{
    QList<WindowPlace> windows;
    for (const QJsonValue &value : json.value(QLatin1String("windows")).toArray()) {
        const QJsonObject place = value.toObject();
        if (!place.isEmpty() && windows.size() < mostWindows)
            windows += {QByteArray::fromBase64(place.value(QLatin1String("geometry")).toString().toLatin1()),
                        place.value(QLatin1String("account")).toString(), place.value(QLatin1String("leaf")).toString()};
    }
    return windows;
}

QJsonArray writeWindows(const QList<WindowPlace> &windows)
{
    QJsonArray written;
    for (const WindowPlace &place : windows)
        written += QJsonObject{{QStringLiteral("geometry"), QString::fromLatin1(place.geometry.toBase64())},
                               {QStringLiteral("account"), place.account},
                               {QStringLiteral("leaf"), place.leaf}};
    return written;
}

/// What is as it would be without saying so is said only where the file said something else before.
void writeText(QJsonObject &json, const char *name, const QString &value, const QString &byDefault)
{
    if (value != byDefault || json.contains(QLatin1String(name)))
        json.insert(QLatin1String(name), value);
}

core::Result<QMap<QString, QString>> texts(const QJsonObject &json, const char *name)
{
    const QJsonValue value = json.value(QLatin1String(name));
    if (!value.isUndefined() && !value.isObject())
        return invalid(u'/' + QLatin1String(name), QStringLiteral("expected an object"));
    const QJsonObject object = value.toObject();
    QMap<QString, QString> read;
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (!it->isString())
            return invalid(QStringLiteral("/%1/%2").arg(QLatin1String(name), it.key()), QStringLiteral("expected a text in quotes"));
        read.insert(it.key(), it->toString());
    }
    return read;
}

QJsonObject objectOf(const QMap<QString, QString> &texts)
{
    QJsonObject object;
    for (auto it = texts.constBegin(); it != texts.constEnd(); ++it)
        object.insert(it.key(), *it);
    return object;
}

} // namespace

core::Result<Settings> SettingsStore::load() const
{
    const core::Result<QJsonObject> json = readJson(pathIn(m_directory));
    if (!json.ok())
        return json.error();
    Settings settings;
    for (const auto &[name, member] : plainTexts) {
        core::Result<QString> read = text(*json, name, settings.*member);
        if (!read.ok())
            return read.error();
        settings.*member = std::move(read).value();
    }
    const core::Result<QString> geometry = text(*json, "windowGeometry", {});
    if (!geometry.ok())
        return geometry.error();
    if (const core::Result<void> read = readSwitches(*json, settings); !read.ok())
        return read.error();
    if (!QStringList{QStringLiteral("keychain"), QStringLiteral("file"), QStringLiteral("session")}.contains(settings.secretStore))
        return invalid(QStringLiteral("/secretStore"), QStringLiteral("expected one of keychain, file, session"));
    core::Result<ClientRegistrations> clients = readClients(*json);
    if (!clients.ok())
        return clients.error();
    settings.clientIds = std::move(clients).value();
    core::Result<QMap<QString, QString>> browsers = texts(*json, "accountBrowsers");
    if (!browsers.ok())
        return browsers.error();
    settings.accountBrowsers = std::move(browsers).value();
    settings.windows = readWindows(*json);
    settings.windowGeometry = QByteArray::fromBase64(geometry->toLatin1());
    return settings;
}

core::Result<void> SettingsStore::save(const Settings &settings) const
{
    // Members that this version does not know are kept; a file that it cannot read is not overwritten.
    core::Result<QJsonObject> json = readJson(pathIn(m_directory));
    if (!json.ok())
        return json.error();
    QJsonObject written = std::move(json).value();
    written.insert(QLatin1String("version"), currentVersion);
    written.insert(QLatin1String("secretStore"), settings.secretStore);
    const Settings byDefault;
    for (const auto &[name, member] : plainTexts)
        writeText(written, name, settings.*member, byDefault.*member);
    for (const auto &[name, member] : switches) {
        if (settings.*member != byDefault.*member || written.contains(QLatin1String(name)))
            written.insert(QLatin1String(name), settings.*member);
    }
    if (settings.windowGeometry.isEmpty())
        written.remove(QLatin1String("windowGeometry"));
    else
        written.insert(QLatin1String("windowGeometry"), QString::fromLatin1(settings.windowGeometry.toBase64()));
    if (settings.windows.isEmpty())
        written.remove(QLatin1String("windows"));
    else
        written.insert(QLatin1String("windows"), writeWindows(settings.windows));
    if (settings.accountBrowsers.isEmpty())
        written.remove(QLatin1String("accountBrowsers"));
    else
        written.insert(QLatin1String("accountBrowsers"), objectOf(settings.accountBrowsers));
    if (settings.clientIds.isEmpty())
        written.remove(QLatin1String("clientIds"));
    else
        written.insert(QLatin1String("clientIds"), writeClients(settings.clientIds));
    return writePrivateFile(pathIn(m_directory), QJsonDocument(written).toJson());
}

core::Result<void> SettingsStore::change(const std::function<void(Settings &)> &step) const
{
    // Held from reading to writing: what another program writes in between would be lost.
    const core::Result<void> folder = core::ensurePrivateDirectory(m_directory);
    const core::Result<FileLock> lock = folder.ok() ? FileLock::acquireNow(pathIn(m_directory) + QLatin1String(".lock")) : folder.error();
    if (!lock.ok())
        return lock.error();
    const core::Result<Settings> before = load();
    if (!before.ok())
        return before.error();
    Settings changed = *before;
    step(changed);
    return changed == *before ? core::Result<void>() : save(changed);
}

} // namespace keyturn::storage
