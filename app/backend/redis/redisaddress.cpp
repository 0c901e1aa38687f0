// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/redis/redisaddress.h"

#include "backend/usage.h"

#include <QUrl>
#include <QUrlQuery>

namespace keyturn::backend {

namespace {

constexpr int mostDatabases = 1'000'000; // what a server is set up for it says itself

/// The number of a database; empty text is 0.
std::optional<int> databaseOf(const QString &text)
{
    if (text.isEmpty())
        return 0;
    bool number = false;
    const int value = text.toInt(&number);
    return number && value >= 0 && value < mostDatabases ? std::optional(value) : std::nullopt;
}

core::Result<RedisAddress> parseSocket(const QUrl &url)
{
    const QUrlQuery query(url);
    const std::optional<int> database = databaseOf(query.queryItemValue(QStringLiteral("db")));
    if (!url.host().isEmpty() || !url.path().startsWith(u'/') || url.path().size() < 2 || !database)
        return usage(QStringLiteral("A Redis on a socket is written unix:/PATH, with ?db=N where the database is another than 0."));
    RedisAddress address;
    address.socketPath = url.path(QUrl::FullyDecoded);
    address.database = *database;
    address.user = query.queryItemValue(QStringLiteral("user"), QUrl::FullyDecoded);
    address.password = core::Secret::fromText(query.queryItemValue(QStringLiteral("password"), QUrl::FullyDecoded));
    return address;
}

} // namespace

core::Result<RedisAddress> RedisAddress::parse(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (url.scheme() == QLatin1String("unix"))
        return parseSocket(url);
    if (url.scheme() == QLatin1String("rediss"))
        return usage(
            QStringLiteral("Redis by TLS (rediss:) is not spoken here. Use a socket, a loopback address, or a tunnel to the other machine."));
    const std::optional<int> database = databaseOf(url.path().mid(1));
    if (!url.isValid() || url.scheme() != QLatin1String("redis") || url.host().isEmpty() || !database || url.hasQuery() || url.hasFragment())
        return usage(QStringLiteral("A Redis is written redis://HOST:PORT/DB or unix:/PATH."));
    RedisAddress address;
    address.host = url.host();
    address.port = static_cast<quint16>(url.port(address.port));
    address.database = *database;
    address.user = url.userName(QUrl::FullyDecoded);
    address.password = core::Secret::fromText(url.password(QUrl::FullyDecoded));
    return address;
}

QString RedisAddress::text() const
{
    if (!socketPath.isEmpty())
        return QStringLiteral("unix:%1?db=%2").arg(socketPath).arg(database);
    const QString place = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;
    return QStringLiteral("redis://%1:%2/%3").arg(place).arg(port).arg(database);
}

} // namespace keyturn::backend
