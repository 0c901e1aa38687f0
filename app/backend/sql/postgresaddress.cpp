// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/postgresaddress.h"

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

core::Result<void> readQuery(const QUrl &url, PostgresAddress &address)
{
    static const QStringList passedOn{QStringLiteral("sslmode"),    QStringLiteral("sslrootcert"),     QStringLiteral("sslcert"),
                                      QStringLiteral("sslkey"),     QStringLiteral("sslcrl"),          QStringLiteral("passfile"),
                                      QStringLiteral("gssencmode"), QStringLiteral("channel_binding"), QStringLiteral("target_session_attrs"),
                                      QStringLiteral("hostaddr"),   QStringLiteral("application_name")};
    for (const auto &[name, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        if (name == QLatin1String("password"))
            return usage(QStringLiteral("The database's password does not belong into the query of its URL."));
        if (!isUsable(value))
            return usage(QStringLiteral("The database's URL has a parameter whose value cannot be used: %1.").arg(name));
        if (name == QLatin1String("host") && address.host.isEmpty())
            address.host = value;
        else if (name == QLatin1String("user") && address.user.isEmpty())
            address.user = value;
        else if (passedOn.contains(name))
            address.parameters += name + u'=' + quoted(value) + u' ';
        else
            return usage(QStringLiteral("The database's URL takes the parameters host, user, %1.").arg(passedOn.join(QLatin1String(", "))));
    }
    return {};
}

} // namespace

QString PostgresAddress::text() const
{
    QUrl url;
    url.setScheme(QStringLiteral("postgresql"));
    url.setUserName(user);
    const bool socket = host.startsWith(u'/');
    url.setHost(socket ? QString() : host);
    url.setPort(port);
    url.setPath(u'/' + database);
    return url.toString() + (socket ? QStringLiteral("?host=") + host : QString());
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
        return usage(QStringLiteral("The database's URL must read postgresql://USER@HOST:PORT/NAME, with one host, and with %XX in place of special "
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
