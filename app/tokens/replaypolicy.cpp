// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/replaypolicy.h"

#include <QIODevice>
#include <QRegularExpression>

namespace keyturn::tokens {

namespace {

QByteArray methodOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::GetOperation:
        return "GET";
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::PutOperation:
        return "PUT";
    case QNetworkAccessManager::DeleteOperation:
        return "DELETE";
    case QNetworkAccessManager::CustomOperation:
        return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray(); // case-sensitive (RFC 9110 §9.1)
    default:
        return {};
    }
}

} // namespace

bool isReplayable(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, const QIODevice *body)
{
    const QByteArray method = methodOf(operation, request);
    const bool idempotent = method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "PUT" || method == "DELETE";
    return idempotent && (!body || !body->isSequential());
}

bool isUnsafe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    const QByteArray method = methodOf(operation, request);
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

bool isTokenRefusal(QByteArrayView wwwAuthenticate)
{
    static const QRegularExpression bearerError(QStringLiteral("\\bBearer\\b.*?\\berror\\s*=\\s*\"?([^\",\\s]+)"),
                                                QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = bearerError.match(QString::fromLatin1(wwwAuthenticate));
    return !match.hasMatch() || match.captured(1) == QLatin1String("invalid_token");
}

} // namespace keyturn::tokens
