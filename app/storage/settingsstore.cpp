// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/settingsstore.h"

#include "core/json.h"
#include "storage/privatefile.h"

namespace keyturn::storage {

namespace {

constexpr qsizetype maxBytes = 256 * 1024;
constexpr int currentVersion = 1;

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

core::Result<bool> truth(const QJsonObject &json, const char *name, bool fallback)
{
    const QJsonValue value = json.value(QLatin1String(name));
    if (!value.isUndefined() && !value.isBool())
        return invalid(u'/' + QLatin1String(name), QStringLiteral("expected true or false"));
    return value.toBool(fallback);
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
    const core::Result<QString> store = text(*json, "secretStore", settings.secretStore);
    const core::Result<QString> browser = text(*json, "browser", {});
    const core::Result<QString> geometry = text(*json, "windowGeometry", {});
    for (const core::Result<QString> *one : {&store, &browser, &geometry}) {
        if (!one->ok())
            return one->error();
    }
    if (!QStringList{QStringLiteral("keychain"), QStringLiteral("file"), QStringLiteral("session")}.contains(*store))
        return invalid(QStringLiteral("/secretStore"), QStringLiteral("expected one of keychain, file, session"));
    core::Result<ClientRegistrations> clients = readClients(*json);
    if (!clients.ok())
        return clients.error();
    settings.clientIds = std::move(clients).value();
    core::Result<QMap<QString, QString>> browsers = texts(*json, "accountBrowsers");
    if (!browsers.ok())
        return browsers.error();
    settings.accountBrowsers = std::move(browsers).value();
    const core::Result<bool> pictures = truth(*json, "pictures", settings.pictures);
    if (!pictures.ok())
        return pictures.error();
    settings.pictures = *pictures;
    settings.secretStore = *store;
    settings.browser = *browser;
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
    written.insert(QLatin1String("browser"), settings.browser);
    written.insert(QLatin1String("windowGeometry"), QString::fromLatin1(settings.windowGeometry.toBase64()));
    written.insert(QLatin1String("pictures"), settings.pictures);
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

} // namespace keyturn::storage
