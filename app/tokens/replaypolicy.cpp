// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/replaypolicy.h"

#include <QIODevice>
#include <QRegularExpression>

namespace keyturn::tokens {

QByteArray methodOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::GetOperation:
        return "GET";
    case QNetworkAccessManager::HeadOperation:
        return "HEAD";
    case QNetworkAccessManager::PostOperation:
        return "POST";
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

namespace {

/// The error that a challenge of the scheme @p scheme (a pattern) names; empty where there is none.
QString errorIn(QByteArrayView wwwAuthenticate, const QString &scheme)
{
    const QRegularExpression error(QStringLiteral("\\b(?:%1)\\b.*?\\berror\\s*=\\s*\"?([^\",\\s]+)").arg(scheme),
                                   QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return error.match(QString::fromLatin1(wwwAuthenticate)).captured(1);
}

} // namespace

bool canBeReadAgain(const QIODevice *body)
{
    return !body || !body->isSequential();
}

bool isReplayable(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, const QIODevice *body)
{
    const QByteArray method = methodOf(operation, request);
    const bool idempotent = method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "PUT" || method == "DELETE";
    return idempotent && canBeReadAgain(body);
}

bool isUnsafe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    const QByteArray method = methodOf(operation, request);
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE";
}

bool isTokenRefusal(QByteArrayView wwwAuthenticate)
{
    const QString error = errorIn(wwwAuthenticate, QStringLiteral("Bearer|DPoP"));
    return error.isEmpty() || error == QLatin1String("invalid_token");
}

bool asksForNonce(QByteArrayView wwwAuthenticate)
{
    return errorIn(wwwAuthenticate, QStringLiteral("DPoP")) == QLatin1String("use_dpop_nonce");
}

} // namespace keyturn::tokens
