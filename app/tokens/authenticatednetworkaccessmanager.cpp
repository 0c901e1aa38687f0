// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/authenticatednetworkaccessmanager.h"

#include "tokens/authenticatedreply.h"
#include "tokens/replaypolicy.h"

#include <QIODevice>
#include <QPointer>

namespace keyturn::tokens {

namespace {

bool mayCarryToken(const net::Origin &origin)
{
    return origin.isValid() && (origin.scheme == QLatin1String("https") || origin.isLoopback());
}

} // namespace

AuthenticatedNetworkAccessManager::AuthenticatedNetworkAccessManager(TokenManager &tokens, model::AccountId account, Signing signing, QObject *parent)
    : HardenedAccessManager(parent), m_tokens(tokens), m_account(std::move(account)), m_signing(std::move(signing))
{ }

QNetworkReply *AuthenticatedNetworkAccessManager::createRequest(Operation operation, const QNetworkRequest &given, QIODevice *body)
{
    QNetworkRequest request = given;
    const net::Origin origin = net::Origin::of(given.url());
    // What a caller set by hand may be this account's too: it goes nowhere else (FAULTS 78), and at home ours is the one that counts (FAULTS 80).
    for (const QByteArray &name : {QByteArray("Authorization"), QByteArray("Cookie"), QByteArray("DPoP"), m_signing.use.header})
        request.setRawHeader(name, QByteArray());
    if (!m_signing.origins.contains(origin) || !mayCarryToken(origin))
        return watched(HardenedAccessManager::createRequest(operation, request, body), methodOf(operation, request), body);
    for (const net::Header &header : m_signing.headers) {
        if (!request.hasRawHeader(header.name)) // one that was taken away above may be a gateway's key
            request.setRawHeader(header.name, header.value);
    }
    const qint64 start = body ? body->pos() : 0;
    const auto send = [this, operation, start, hasBody = body != nullptr, device = QPointer<QIODevice>(body)](const QNetworkRequest &authorized) {
        if (hasBody && !device)
            return static_cast<QNetworkReply *>(nullptr);
        if (device && !device->isSequential() && !device->seek(start))
            return static_cast<QNetworkReply *>(nullptr);
        return HardenedAccessManager::createRequest(operation, authorized, device);
    };
    const AuthenticatedReply::Way way{this,
                                      send,
                                      canBeReadAgain(body),
                                      isReplayable(operation, request, body),
                                      m_signing.use,
                                      isUnsafe(operation, request) ? m_signing.guard : nullptr,
                                      m_signing.prover,
                                      given.attribute(PurposeAttribute).isValid() ? nullptr : m_signing.pauses,
                                      m_signing.clock,
                                      m_signing.log,
                                      given.attribute(PurposeAttribute).toString(),
                                      body};
    return new AuthenticatedReply(m_tokens, m_account, operation, given, request, way, this);
}

/// Of a request that leaves without the account's token.
QNetworkReply *AuthenticatedNetworkAccessManager::watched(QNetworkReply *reply, const QByteArray &method, QIODevice *body) const
{
    if (!m_signing.log || reply->request().attribute(PurposeAttribute).isValid())
        return reply;
    const net::PassingExchange::Request request{method, QStringLiteral("request elsewhere"), m_account.toString(), {}, body};
    auto *exchange = new net::PassingExchange(*m_signing.clock, m_signing.log, request, *reply, reply);
    connect(reply, &QNetworkReply::finished, exchange, &net::PassingExchange::record);
    return reply;
}

} // namespace keyturn::tokens
