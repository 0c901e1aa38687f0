// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/postgresaddress.h"

#include "backend/loopbackaddress.h"
#include "backend/usage.h"

#include <QStringList>
#include <QUrl>
#include <QUrlQuery>

namespace keyturn::backend {

namespace {

/// Qt takes a semicolon for the end of a parameter, whatever stands around it.
bool isUsable(const QString &value)
{
    return !value.isEmpty() && !value.contains(u';') && !value.contains(QChar(u'\0'));
}

QString quoted(QString value)
{
    value.replace(u'\\', QLatin1String("\\\\")).replace(u'\'', QLatin1String("\\'"));
    return u'\'' + value + u'\'';
}

/// No network is between us: a socket's folder, or this machine's own address.
bool isHere(const QString &host)
{
    return host.isEmpty() || host.startsWith(u'/') || isLoopbackHost(host);
}

bool readPort(const QString &text, int &port)
{
    bool number = false;
    port = text.toInt(&number);
    return number && port > 0 && port <= 65535;
}

core::Result<void> readQuery(const QUrl &url, PostgresAddress &address)
{
    static const QStringList passedOn{QStringLiteral("sslmode"),    QStringLiteral("sslrootcert"),     QStringLiteral("sslcert"),
                                      QStringLiteral("sslkey"),     QStringLiteral("sslcrl"),          QStringLiteral("passfile"),
                                      QStringLiteral("gssencmode"), QStringLiteral("channel_binding"), QStringLiteral("target_session_attrs"),
                                      QStringLiteral("hostaddr"),   QStringLiteral("application_name")};
    for (const auto &[name, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        if (name == QLatin1String("password"))
            return usage(QStringLiteral("The database's password does not belong into the query of its URL."));
        if (!isUsable(value) || (name == QLatin1String("host") && value.contains(u',')))
            return usage(QStringLiteral("The database's URL has a parameter whose value cannot be used: %1.").arg(name));
        if (name == QLatin1String("host") && address.host.isEmpty())
            address.host = value;
        else if (name == QLatin1String("port") && address.port < 0 && readPort(value, address.port))
            continue;
        else if (name == QLatin1String("user") && address.user.isEmpty())
            address.user = value;
        else if (passedOn.contains(name))
            address.parameters += name + u'=' + quoted(value) + u' ';
        else
            return usage(QStringLiteral("The database's URL takes the parameters host, port, user, %1.").arg(passedOn.join(QLatin1String(", "))));
    }
    // libpq's own choice is "prefer": whoever stands on the way would only have to say that there is no TLS, and gets the password.
    const bool here = isHere(address.host) && !address.parameters.contains(QLatin1String("hostaddr="));
    const QString mode = QUrlQuery(url).queryItemValue(QStringLiteral("sslmode"), QUrl::FullyDecoded);
    const bool decided = !mode.isEmpty() && mode != QLatin1String("prefer") && mode != QLatin1String("allow");
    if (!here && !decided)
        return usage(QStringLiteral("The database is elsewhere, so its URL must say how it is reached: sslmode=verify-full, with sslrootcert=FILE of "
                                    "its authority, or sslmode=disable where nobody else is on that network."));
    return {};
}

} // namespace

QString PostgresAddress::text() const
{
    QUrl url;
    url.setScheme(QStringLiteral("postgresql"));
    url.setUserName(user);
    const bool socket = host.startsWith(u'/');
    url.setHost(socket ? QStringLiteral("") : host); // not null: "postgresql:///NAME"
    url.setPort(socket ? -1 : port);
    url.setPath(u'/' + database);
    const QString place = QStringLiteral("?host=") + host + (port < 0 ? QString() : QStringLiteral("&port=%1").arg(port));
    return url.toString() + (socket ? place : QString());
}

bool isPostgresUrl(const QString &url)
{
    return url.startsWith(QLatin1String("postgresql://")) || url.startsWith(QLatin1String("postgres://"));
}

core::Result<PostgresAddress> parsePostgresUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString database = url.path(QUrl::FullyDecoded).mid(1);
    if (!isPostgresUrl(text) || !url.isValid() || url.hasFragment() || !isUsable(database) || database.contains(u'/'))
        return usage(QStringLiteral(
            "The database's URL must read postgresql://USER@HOST:PORT/NAME?sslmode=verify-full, with one host, and with %XX in place of special "
            "characters."));
    PostgresAddress address{url.host(QUrl::FullyDecoded),
                            url.port(),
                            database,
                            url.userName(QUrl::FullyDecoded),
                            core::Secret::fromText(url.password(QUrl::FullyDecoded)),
                            {}};
    if (const core::Result<void> read = readQuery(url, address); !read.ok())
        return read.error();
    return address;
}

} // namespace keyturn::backend
