// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/authenticatedreply.h"

#include "tokens/authenticatednetworkaccessmanager.h"

#include <QTimer>

namespace keyturn::tokens {

namespace {

QNetworkReply::NetworkError networkErrorOf(const core::Error &error)
{
    switch (error.kind) {
    case core::ErrorKind::SignInAgain:
        return QNetworkReply::AuthenticationRequiredError;
    case core::ErrorKind::Offline:
        return error.code == QLatin1String("connection_refused") ? QNetworkReply::ConnectionRefusedError
            : error.code == QLatin1String("host_not_found")      ? QNetworkReply::HostNotFoundError
            : error.code == QLatin1String("timeout")             ? QNetworkReply::TimeoutError
                                                                 : QNetworkReply::TemporaryNetworkFailureError;
    case core::ErrorKind::Cancelled:
        return QNetworkReply::OperationCanceledError;
    case core::ErrorKind::Rejected:
        return QNetworkReply::ContentAccessDenied;
    default:
        return QNetworkReply::UnknownNetworkError;
    }
}

} // namespace

AuthenticatedReply::AuthenticatedReply(TokenManager &tokens, model::AccountId account, QNetworkAccessManager::Operation operation,
                                       const QNetworkRequest &request, Send send, bool replayable, QObject *parent)
    : QNetworkReply(parent), m_tokens(tokens), m_account(std::move(account)), m_given(request), m_send(std::move(send)), m_replayable(replayable)
{
    setOperation(operation);
    setRequest(request);
    setUrl(request.url());
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (const std::optional<model::TokenSet> ready = m_tokens.current(m_account)) {
        sendWith(ready->accessToken);
        return;
    }
    core::whenDone(m_tokens.tokens(m_account), this, [this](const core::Result<model::TokenSet> &answer) {
        if (isFinished())
            return;
        if (answer.ok())
            sendWith(answer->accessToken);
        else
            fail(answer.error());
    });
}

AuthenticatedReply::~AuthenticatedReply()
{
    if (m_inner) {
        m_inner->disconnect(this);
        m_inner->abort();
        m_inner->deleteLater();
    }
}

void AuthenticatedReply::sendWith(const core::Secret &token)
{
    m_token = token;
    QNetworkRequest request = m_given;
    request.setRawHeader("Authorization", "Bearer " + token.reveal().toByteArray());
    m_inner = m_send(request);
    connect(m_inner, &QNetworkReply::metaDataChanged, this, &AuthenticatedReply::onHead);
    connect(m_inner, &QNetworkReply::readyRead, this, [this] {
        onHead();
        if (m_headShown)
            Q_EMIT readyRead();
    });
    connect(m_inner, &QNetworkReply::uploadProgress, this, &QNetworkReply::uploadProgress);
    connect(m_inner, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64 total) {
        if (m_headShown)
            Q_EMIT downloadProgress(received, total);
    });
    connect(m_inner, &QNetworkReply::sslErrors, this, &QNetworkReply::sslErrors);
    connect(m_inner, &QNetworkReply::finished, this, &AuthenticatedReply::onFinished);
}

/// A 401 that will be answered by a new token is nobody's business but ours.
bool AuthenticatedReply::isReplayed401() const
{
    return m_replayable && !m_replayed && m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 401;
}

void AuthenticatedReply::onHead()
{
    if (m_headShown || isReplayed401() || m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 0)
        return;
    m_headShown = true;
    copyHead();
    Q_EMIT metaDataChanged();
}

void AuthenticatedReply::copyHead()
{
    for (const RawHeaderPair &header : m_inner->rawHeaderPairs())
        setRawHeader(header.first, header.second);
    for (const auto attribute :
         {QNetworkRequest::HttpStatusCodeAttribute, QNetworkRequest::HttpReasonPhraseAttribute, QNetworkRequest::RedirectionTargetAttribute,
          QNetworkRequest::ConnectionEncryptedAttribute, QNetworkRequest::OriginalContentLengthAttribute})
        setAttribute(attribute, m_inner->attribute(attribute));
}

void AuthenticatedReply::onFinished()
{
    if (isReplayed401()) {
        m_replayed = true;
        m_inner->disconnect(this);
        m_inner->deleteLater();
        m_inner.clear();
        core::whenDone(m_tokens.refresh(m_account, m_token), this, [this](const core::Result<model::TokenSet> &answer) {
            if (isFinished())
                return;
            if (answer.ok())
                sendWith(answer->accessToken);
            else
                fail(answer.error());
        });
        return;
    }
    onHead();
    const int status = m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 401 && !m_replayable)
        core::whenDone(m_tokens.refresh(m_account, m_token), &m_tokens,
                       [](const core::Result<model::TokenSet> &) {}); // not sent again, but the next one finds better
    if (m_inner->error() != NoError) {
        setError(m_inner->error(), m_inner->errorString());
        Q_EMIT errorOccurred(m_inner->error());
    }
    end();
}

void AuthenticatedReply::fail(const core::Error &error)
{
    setAttribute(AuthenticatedNetworkAccessManager::ErrorCodeAttribute, error.code);
    setError(networkErrorOf(error), error.detail.isEmpty() ? error.code : error.detail);
    Q_EMIT errorOccurred(this->error());
    end();
}

void AuthenticatedReply::end()
{
    setFinished(true);
    Q_EMIT finished();
}

void AuthenticatedReply::abort()
{
    if (isFinished())
        return;
    if (m_inner) {
        m_inner->disconnect(this);
        m_inner->abort();
    }
    setError(OperationCanceledError, QStringLiteral("Operation canceled"));
    setFinished(true);
    Q_EMIT errorOccurred(OperationCanceledError);
    Q_EMIT finished();
}

qint64 AuthenticatedReply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + (m_inner && m_headShown ? m_inner->bytesAvailable() : 0);
}

qint64 AuthenticatedReply::readData(char *data, qint64 maxSize)
{
    if (!m_inner || !m_headShown)
        return isFinished() ? -1 : 0;
    const qint64 count = m_inner->read(data, maxSize);
    return count == 0 && isFinished() ? -1 : count;
}

} // namespace keyturn::tokens
