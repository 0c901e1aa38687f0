// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/setcookie.h"

#include <QHostAddress>
#include <QNetworkCookie>

#include <algorithm>

namespace keyturn::net {

namespace {

bool isControl(char c) // a tab is white space there
{
    return c != '\t' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
}

QByteArray attribute(const QList<QByteArray> &parts, const QByteArray &name)
{
    QByteArray value;
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const QByteArray part = parts.at(i).trimmed();
        const qsizetype equals = part.indexOf('=');
        if (part.left(equals < 0 ? part.size() : equals).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            value = equals < 0 ? QByteArray("") : part.mid(equals + 1).trimmed(); // the last one counts (RFC 6265 §5.3)
    }
    return value;
}

bool flag(const QList<QByteArray> &parts, const QByteArray &name)
{
    return !attribute(parts, name).isNull();
}

/// Max-Age counts before Expires (RFC 6265 §4.1.2.2).
QDateTime expiry(const QList<QByteArray> &parts, const QByteArray &line, const QDateTime &now)
{
    bool isNumber = false;
    const qint64 maxAge = attribute(parts, "Max-Age").toLongLong(&isNumber);
    if (isNumber)
        return now.addSecs(std::clamp(maxAge, qint64(0), qint64(400) * 86'400)); // RFC 6265bis §5.5: 400 days at most
    const QList<QNetworkCookie> parsed = QNetworkCookie::parseCookies(line);
    return parsed.isEmpty() ? QDateTime() : parsed.first().expirationDate().toUTC();
}

/// Whether a server at @p host may set a cookie of @p domain (RFC 6265 §5.1.3 and §5.3, points 5 and 6): an address only for itself.
bool isOfHost(const QString &host, QByteArray domain)
{
    if (domain.startsWith('.'))
        domain.remove(0, 1);
    const QString wanted = QString::fromLatin1(domain).toLower();
    if (wanted.isEmpty() || host == wanted)
        return true;
    return QHostAddress(host).isNull() && host.endsWith(u'.' + wanted);
}

bool prefixHolds(const QByteArray &name, const ReceivedCookie &cookie, bool hasDomain)
{
    // In any case of letters: servers that compare names so would take `__host-r` for the real one (RFC 6265bis §5.4).
    const QByteArray lower = name.toLower();
    if (lower.startsWith("__host-"))
        return cookie.secure && cookie.path == "/" && !hasDomain;
    return !lower.startsWith("__secure-") || cookie.secure;
}

} // namespace

std::optional<ReceivedCookie> receivedCookie(const HttpResponse &response, const QByteArray &name, const QDateTime &now)
{
    std::optional<ReceivedCookie> found;
    for (const Header &header : response.headers) {
        if (header.name.compare("Set-Cookie", Qt::CaseInsensitive) != 0)
            continue;
        if (std::any_of(header.value.begin(), header.value.end(), isControl))
            continue; // RFC 6265bis §5.6
        const QList<QByteArray> parts = header.value.split(';');
        const qsizetype equals = parts.first().indexOf('=');
        if (equals < 0 || parts.first().left(equals).trimmed() != name)
            continue;
        QByteArray value = parts.first().mid(equals + 1).trimmed();
        if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
            value = value.mid(1, value.size() - 2);
        ReceivedCookie cookie;
        cookie.value = core::Secret(value);
        cookie.expiresAt = expiry(parts, header.value, now);
        cookie.secure = flag(parts, "Secure");
        cookie.httpOnly = flag(parts, "HttpOnly");
        cookie.sameSite = attribute(parts, "SameSite");
        if (const QByteArray path = attribute(parts, "Path"); path.startsWith('/'))
            cookie.path = path; // any other one is none (RFC 6265 §5.2.4)
        if (cookie.expiresAt.isValid() && cookie.expiresAt <= now)
            cookie.value = {}; // the backend takes it back
        if (!isOfHost(response.url.host().toLower(), attribute(parts, "Domain")))
            continue; // another site's is none of ours (RFC 6265 §5.3)
        found = prefixHolds(name, cookie, flag(parts, "Domain")) ? std::optional(cookie) : std::nullopt;
    }
    return found;
}

} // namespace keyturn::net
