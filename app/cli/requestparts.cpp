// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/requestparts.h"

#include "cli/exitstatus.h"
#include "cli/terminal.h"
#include "tokens/authenticatednetworkaccessmanager.h"

#include <QCoreApplication>
#include <QFile>
#include <QNetworkReply>
#include <QRegularExpression>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RequestCommand", text);
}

constexpr qsizetype maxBodyBytes = 64 * 1024 * 1024;

core::Result<QByteArray> readBody(const QString &data)
{
    if (data == QLatin1String("-"))
        return Terminal::readAllInput(maxBodyBytes);
    if (!data.startsWith(u'@'))
        return data.toUtf8();
    if (data.size() == 1)
        return usageError(tr("Which file? -d @FILE names it."));
    QFile file(data.mid(1));
    if (!file.open(QIODevice::ReadOnly))
        return usageError(tr("%1 cannot be read: %2.").arg(file.fileName(), file.errorString()));
    if (file.size() > maxBodyBytes)
        return usageError(tr("%1 is larger than 64 MB.").arg(file.fileName()));
    return file.readAll();
}

/// A header name is a token (RFC 9110 §5.1); a value holds no line break.
core::Result<void> addHeader(QNetworkRequest &request, const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([^\\r\\n\\x00]*)\\z"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return usageError(tr("A header looks like 'Name: value', not “%1”.").arg(text));
    request.setRawHeader(match.captured(1).toLatin1(), match.captured(2).toUtf8());
    return {};
}

} // namespace

core::Result<RequestParts> readRequestParts(const QCommandLineParser &options, const QString &method, const QString &address, const QUrl &base)
{
    static const QRegularExpression methodPattern(QStringLiteral("\\A[A-Za-z]{1,20}\\z"));
    if (!methodPattern.match(method).hasMatch())
        return usageError(tr("A method is a word such as GET or POST, not “%1”.").arg(method));
    if (address.startsWith(QLatin1String("//")) || address.startsWith(QLatin1String("/\\"))) // RFC 3986 §4.2
        return usageError(tr("“%1” names another server, and no path of the backend's. Write its whole address, with https://.").arg(address));
    if (address.contains(u'\\')) // which some read as a slash
        return usageError(tr("“%1” has a backslash in it. Write / or %5C.").replace(QLatin1String("%1"), address));
    QUrl url(address, QUrl::StrictMode);
    if (url.isRelative() && address.startsWith(u'/') && !base.isEmpty())
        url = base.resolved(url);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return usageError(tr("“%1” is no http or https address, nor a path of the backend's.").arg(address));
    RequestParts parts{method.toUpper().toLatin1(), QNetworkRequest(url), {}};
    if (options.isSet(QStringLiteral("data"))) {
        core::Result<QByteArray> body = readBody(options.value(QStringLiteral("data")));
        if (!body.ok())
            return body.error();
        parts.body = std::move(body).value();
        const bool json = parts.body.startsWith('{') || parts.body.startsWith('[');
        parts.request.setHeader(QNetworkRequest::ContentTypeHeader,
                                json ? QStringLiteral("application/json") : QStringLiteral("text/plain; charset=utf-8"));
    }
    for (const QString &header : options.values(QStringLiteral("header"))) {
        if (const core::Result<void> added = addHeader(parts.request, header); !added.ok())
            return added.error();
    }
    return parts;
}

bool isAccountOver(const QNetworkReply &reply)
{
    return !reply.attribute(tokens::AuthenticatedNetworkAccessManager::ErrorCodeAttribute).toString().isEmpty();
}

core::Error errorOf(const QNetworkReply &reply)
{
    if (const QVariant unsent = reply.attribute(net::HardenedAccessManager::FailureAttribute); unsent.canConvert<core::Error>())
        return unsent.value<core::Error>();
    const QString code = reply.attribute(tokens::AuthenticatedNetworkAccessManager::ErrorCodeAttribute).toString();
    if (reply.error() == QNetworkReply::AuthenticationRequiredError)
        return {core::ErrorKind::SignInAgain, code.isEmpty() ? QStringLiteral("invalid_grant") : code, {}};
    static const QRegularExpression storage(QStringLiteral("^(keychain_|secret_|disk_|file_|passphrase_|lock_|account)"));
    if (storage.match(code).hasMatch())
        return {core::ErrorKind::Storage, code, reply.errorString()};
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return {core::ErrorKind::Offline, QStringLiteral("connection_refused"), reply.errorString()};
    case QNetworkReply::HostNotFoundError:
        return {core::ErrorKind::Offline, QStringLiteral("host_not_found"), reply.errorString()};
    case QNetworkReply::SslHandshakeFailedError:
        return {core::ErrorKind::Offline, QStringLiteral("tls_failed"), reply.errorString()};
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
        return {core::ErrorKind::Offline, code.isEmpty() ? QStringLiteral("timeout") : code, reply.errorString()};
    case QNetworkReply::ContentAccessDenied:
        return {core::ErrorKind::Rejected, code.isEmpty() ? QStringLiteral("origin_refused") : code, reply.errorString()};
    default:
        return {core::ErrorKind::Offline, code.isEmpty() ? QStringLiteral("connection_closed") : code, reply.errorString()};
    }
}

int exitStatusOfHttp(int status)
{
    if (status < 400)
        return Done;
    if (status == 429)
        return RateLimited;
    return status >= 500 ? Network : Refused;
}

} // namespace keyturn::cli
