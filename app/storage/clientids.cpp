// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/clientids.h"

#include "core/json.h"
#include "model/profilechecks.h"

#include <QFile>

namespace keyturn::storage {

namespace {

constexpr qsizetype maxPolicyBytes = 256 * 1024;
constexpr qsizetype maxLength = 1024; // of an id or a secret; those of the big providers have less than a hundred

core::Error invalid(const QString &place, const QString &expected)
{
    return {core::ErrorKind::Configuration, QStringLiteral("settings_invalid"), QStringLiteral("%1: %2").arg(place, expected)};
}

/// Empty where @p value is a text that can go into a request.
QString problemOf(const QJsonValue &value)
{
    if (!value.isString() || value.toString().size() > maxLength)
        return QStringLiteral("expected a text in quotes of at most %1 characters").arg(maxLength);
    return model::checkLabel(value.toString());
}

core::Result<ClientRegistration> readClient(const QJsonValue &value, const QString &place)
{
    const QJsonObject object = value.toObject();
    if (!value.isObject())
        return invalid(place, QStringLiteral("expected an object with clientId"));
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString pointer = place + u'/' + it.key();
        if (it.key() != QLatin1String("clientId") && it.key() != QLatin1String("clientSecret"))
            return invalid(pointer, QStringLiteral("unknown member; expected clientId or clientSecret"));
        if (const QString problem = problemOf(it.value()); !problem.isEmpty())
            return invalid(pointer, problem);
    }
    if (!object.contains(QLatin1String("clientId")))
        return invalid(place + QLatin1String("/clientId"), QStringLiteral("this member is required; add it"));
    return ClientRegistration{object.value(QLatin1String("clientId")).toString().trimmed(),
                              object.value(QLatin1String("clientSecret")).toString().trimmed()};
}

} // namespace

ClientRegistrations builtInClients()
{
    ClientRegistrations clients;
    const auto add = [&clients](const char *name, const char *id, const char *secret) {
        if (*id != '\0')
            clients.insert(QString::fromLatin1(name), {QString::fromLatin1(id), QString::fromLatin1(secret)});
    };
    add("google", KEYTURN_GOOGLE_CLIENT_ID, KEYTURN_GOOGLE_CLIENT_SECRET);
    add("github", KEYTURN_GITHUB_CLIENT_ID, KEYTURN_GITHUB_CLIENT_SECRET);
    return clients;
}

core::Result<ClientRegistrations> readClients(const QJsonObject &json)
{
    const QJsonValue value = json.value(QLatin1String("clientIds"));
    const QString place = QStringLiteral("/clientIds");
    if (value.isUndefined())
        return ClientRegistrations();
    if (!value.isObject())
        return invalid(place, QStringLiteral("expected an object"));
    const QJsonObject object = value.toObject();
    ClientRegistrations clients;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString pointer = place + u'/' + it.key().left(64);
        if (const QString problem = model::checkId(it.key()); !problem.isEmpty())
            return invalid(pointer, problem);
        const core::Result<ClientRegistration> client = readClient(it.value(), pointer);
        if (!client.ok())
            return client.error();
        clients.insert(it.key(), *client);
    }
    return clients;
}

QJsonObject writeClients(const ClientRegistrations &clients)
{
    QJsonObject object;
    for (auto it = clients.begin(); it != clients.end(); ++it) {
        QJsonObject client{{QStringLiteral("clientId"), it->clientId}};
        if (!it->clientSecret.isEmpty())
            client.insert(QStringLiteral("clientSecret"), it->clientSecret);
        object.insert(it.key(), client);
    }
    return object;
}

core::Result<ClientRegistrations> policyClients(const QString &folder)
{
    QFile file(folder + QLatin1String("/policy.json"));
    if (!file.exists())
        return ClientRegistrations();
    if (!file.open(QIODevice::ReadOnly))
        return invalid(file.fileName(), file.errorString());
    const core::Result<QJsonObject> json = core::parseJsonObject(file.read(maxPolicyBytes + 1), maxPolicyBytes);
    if (!json.ok())
        return invalid(file.fileName(), json.error().detail);
    core::Result<ClientRegistrations> clients = readClients(*json);
    return clients.ok() ? clients : invalid(file.fileName(), clients.error().detail);
}

} // namespace keyturn::storage
