// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/authenticatednetworkaccessmanager.h"

#include "tokens/authenticatedreply.h"

#include <QIODevice>

namespace keyturn::tokens {

namespace {

/// Sending twice is the same as sending once (RFC 9110 §9.2.2), and there is nothing that cannot be read a second time.
bool isReplayable(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, const QIODevice *body)
{
    if (body && (body->isSequential() || body->size() > 0))
        return operation == QNetworkAccessManager::PutOperation && !body->isSequential();
    const QByteArray verb = request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray().toUpper();
    switch (operation) {
    case QNetworkAccessManager::GetOperation:
    case QNetworkAccessManager::HeadOperation:
    case QNetworkAccessManager::PutOperation:
    case QNetworkAccessManager::DeleteOperation:
        return true;
    case QNetworkAccessManager::CustomOperation:
        return verb == "GET" || verb == "HEAD" || verb == "OPTIONS" || verb == "DELETE" || verb == "PUT";
    default:
        return false;
    }
}

bool mayCarryToken(const net::Origin &origin)
{
    return origin.isValid() && (origin.scheme == QLatin1String("https") || origin.isLoopback());
}

} // namespace

AuthenticatedNetworkAccessManager::AuthenticatedNetworkAccessManager(TokenManager &tokens, model::AccountId account, QList<net::Origin> origins,
                                                                     QObject *parent)
    : HardenedAccessManager(parent), m_tokens(tokens), m_account(std::move(account)), m_origins(std::move(origins))
{ }

QNetworkReply *AuthenticatedNetworkAccessManager::createRequest(Operation operation, const QNetworkRequest &given, QIODevice *body)
{
    QNetworkRequest request = given;
    const net::Origin origin = net::Origin::of(given.url());
    // What a caller set by hand may be this account's too: it goes nowhere else (FAULTS 78, 80).
    request.setRawHeader("Authorization", QByteArray());
    request.setRawHeader("Cookie", QByteArray());
    if (!m_origins.contains(origin) || !mayCarryToken(origin))
        return HardenedAccessManager::createRequest(operation, request, body);
    const qint64 start = body ? body->pos() : 0;
    const auto send = [this, operation, body, start](const QNetworkRequest &authorized) {
        if (body && !body->isSequential())
            body->seek(start);
        return HardenedAccessManager::createRequest(operation, authorized, body);
    };
    return new AuthenticatedReply(m_tokens, m_account, operation, request, send, isReplayable(operation, request, body), this);
}

} // namespace keyturn::tokens
