// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/clientfile.h"

#include "backend/secretfile.h"
#include "core/json.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxFile = 64 * 1024;
constexpr qsizetype leastSecret = 16;

core::Error unusable(const QString &sentence)
{
    return {core::ErrorKind::Configuration, QStringLiteral("clients_unreadable"), sentence};
}

core::Error unreadable(const QString &path, const QString &why)
{
    return unusable(QStringLiteral("%1 %2.").arg(path, why));
}

/// What is wrong with one client, to be read after the file's name; empty: nothing.
QString problemOf(const QJsonObject &client)
{
    static const QRegularExpression plainId(QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9._-]{1,100}")));
    const QString redirectUri = client.value(QStringLiteral("redirectUri")).toString();
    const QUrl redirect(redirectUri, QUrl::StrictMode);
    if (!plainId.match(client.value(QStringLiteral("id")).toString()).hasMatch())
        return QStringLiteral("has a client whose id is missing or not of letters, digits, “.”, “_” and “-”");
    if (client.value(QStringLiteral("name")).toString().isEmpty())
        return QStringLiteral("has a client without a name");
    if (client.contains(QStringLiteral("secret")) && client.value(QStringLiteral("secret")).toString().size() < leastSecret)
        return QStringLiteral("has a client whose secret is shorter than %1 characters").arg(leastSecret);
    const bool web = redirect.scheme() == QLatin1String("https") || redirect.scheme() == QLatin1String("http");
    if (client.contains(QStringLiteral("redirectUri")) && (!redirect.isValid() || !web || redirect.host().isEmpty() || redirect.hasFragment()))
        return QStringLiteral("has a client whose redirectUri is not an http or https address without fragment");
    return {};
}

} // namespace

core::Result<QList<ProviderClient>> readClientFile(const QString &path)
{
    const core::Result<SecretFile> file = SecretFile::open(path, maxFile);
    if (!file.ok())
        return unusable(file.error().detail);
    const auto content = core::parseJsonObject(file->content().reveal().toByteArray(), maxFile);
    if (!content.ok() || !content->value(QStringLiteral("clients")).isArray())
        return unreadable(path, QStringLiteral("is not a JSON object with a list of clients"));
    QList<ProviderClient> clients;
    for (const QJsonValue &value : content->value(QStringLiteral("clients")).toArray()) {
        const QJsonObject client = value.toObject();
        if (const QString problem = problemOf(client); !problem.isEmpty())
            return unreadable(path, problem);
        const QString id = client.value(QStringLiteral("id")).toString();
        if (findClient(clients, id) || id == QLatin1String(desktopClientId))
            return unreadable(path, QStringLiteral("has two clients of one id, or one of a client that is built in"));
        clients.append({id, client.value(QStringLiteral("name")).toString(),
                        core::Secret::fromText(client.value(QStringLiteral("secret")).toString()),
                        client.value(QStringLiteral("redirectUri")).toString()});
    }
    const bool secret = std::any_of(clients.cbegin(), clients.cend(), [](const ProviderClient &client) { return !client.secret.isEmpty(); });
    const core::Result<void> ours = secret ? file->isOurs() : core::Result<void>();
    return ours.ok() ? core::Result<QList<ProviderClient>>(clients) : unusable(ours.error().detail);
}

} // namespace keyturn::backend
