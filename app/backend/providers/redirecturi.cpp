// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/redirecturi.h"

#include <QRegularExpression>

namespace keyturn::backend {

namespace {

/// The text itself is judged, not a parser's idea of it: 127.1 and 0x7f000001 are no literals that were registered.
QRegularExpressionMatch parts(const QString &uri)
{
    static const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QStringLiteral("(http://(?:127\\.0\\.0\\.1|\\[::1\\])(?::([0-9]{1,5}))?)(/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
                       "(\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?")));
    return pattern.match(uri);
}

} // namespace

bool isLoopbackRedirect(const QString &uri, bool callbackPathOnly)
{
    constexpr qsizetype maxUri = 2048;
    const QRegularExpressionMatch match = uri.size() <= maxUri ? parts(uri) : QRegularExpressionMatch();
    if (!match.hasMatch())
        return false;
    const QString port = match.captured(2);
    if (!port.isEmpty() && (port.toInt() < 1 || port.toInt() > 65535))
        return false;
    const QString path = match.captured(3);
    if (path.contains(QLatin1String("/.")) || path.contains(QLatin1String("//")) || path.contains(QLatin1String("%2"), Qt::CaseInsensitive))
        return false;
    return !callbackPathOnly || path == QLatin1String("/callback") || path.startsWith(QLatin1String("/callback/"));
}

bool isRegisteredRedirect(const QString &uri, const QString &registered)
{
    if (uri == registered)
        return true;
    const QRegularExpressionMatch given = parts(uri);
    const bool portIsFree = isLoopbackRedirect(registered, false) && parts(registered).captured(2).isEmpty();
    if (!portIsFree || !isLoopbackRedirect(uri, false) || given.captured(2).isEmpty())
        return false;
    QString withoutPort = uri;
    withoutPort.remove(given.capturedStart(2) - 1, given.capturedLength(2) + 1);
    return withoutPort == registered;
}

QString originOf(const QString &redirectUri)
{
    return parts(redirectUri).captured(1);
}

QByteArray withParameters(const QString &redirectUri, const QByteArray &parameters)
{
    return redirectUri.toLatin1() + (redirectUri.contains(u'?') ? '&' : '?') + parameters;
}

} // namespace keyturn::backend
