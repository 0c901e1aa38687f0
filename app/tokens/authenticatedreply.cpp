// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/authenticatedreply.h"

#include "net/pacedhttpclient.h"
#include "net/setcookie.h"
#include "tokens/authenticatednetworkaccessmanager.h"
#include "tokens/replaypolicy.h"

#include <QSslConfiguration>

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
    case core::ErrorKind::RateLimited:
        return QNetworkReply::ServiceUnavailableError;
    default:
        return QNetworkReply::UnknownNetworkError;
    }
}

core::Error managerGone()
{
    return {core::ErrorKind::Cancelled, QStringLiteral("manager_gone"), {}};
}

} // namespace

AuthenticatedReply::AuthenticatedReply(TokenManager &tokens, model::AccountId account, QNetworkAccessManager::Operation operation,
                                       const QNetworkRequest &request, const QNetworkRequest &stripped, Way way, QObject *parent)
    : QNetworkReply(parent), m_tokens(tokens), m_account(std::move(account)), m_stripped(stripped), m_way(std::move(way))
{
    setOperation(operation);
    setRequest(request);
    setUrl(request.url());
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (const std::optional<core::Error> pause = m_way.pauses ? m_way.pauses->standing(url(), purpose()) : std::nullopt) {
        failSoon(*pause);
        return;
    }
    if (const std::optional<model::TokenSet> ready = m_tokens.current(m_account)) {
        sendWith(*ready);
        return;
    }
    core::whenDone(m_tokens.tokens(m_account), this, [this](const core::Result<model::TokenSet> &answer) {
        if (isFinished())
            return; // aborted while waiting (FAULTS 83)
        if (answer.ok())
            sendWith(*answer);
        else
            fail(answer.error());
    });
}

AuthenticatedReply::~AuthenticatedReply()
{
    dropInner();
}

void AuthenticatedReply::dropInner()
{
    leaveRecording();
    if (!m_inner)
        return;
    m_inner->disconnect(this);
    m_inner->abort();
    m_inner->deleteLater();
    m_inner.clear();
}

void AuthenticatedReply::sendWith(const model::TokenSet &tokens)
{
    m_sent = tokens;
    if (!m_way.manager)
        return fail(managerGone());
    if (!m_way.guard)
        return sendSigned({});
    core::whenDone(m_way.guard->pass(m_sent), this, [this](const core::Result<RequestGuard::Pass> &pass) {
        if (isFinished())
            return;
        if (pass.ok())
            sendSigned(*pass);
        else
            fail(pass.error());
    });
}

/// Puts in the header what the request proves itself with; a session cookie is the caller's to put in.
core::Result<void> AuthenticatedReply::sign(QNetworkRequest &request) const
{
    const QByteArray token = m_sent.accessToken.reveal().toByteArray();
    if (!m_sent.bound) {
        if (m_way.use.cookie.isEmpty())
            request.setRawHeader(m_way.use.header, (m_way.use.scheme.isEmpty() ? QByteArray() : m_way.use.scheme + ' ') + token);
        return {};
    }
    if (!m_way.prover) // RFC 9449 §7.1: nobody takes it as Bearer, and it should not travel as one
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("proof_unavailable"), {}};
    const core::Result<QByteArray> proof = m_way.prover->prove(m_sent.proofKey, methodOf(operation(), request), request.url(), m_sent.accessToken);
    if (!proof.ok())
        return proof.error();
    request.setRawHeader("Authorization", "DPoP " + token);
    request.setRawHeader("DPoP", *proof);
    return {};
}

void AuthenticatedReply::sendSigned(const RequestGuard::Pass &pass)
{
    if (!m_way.manager)
        return fail(managerGone());
    QNetworkRequest request = m_stripped;
    if (const core::Result<void> isSigned = sign(request); !isSigned.ok()) {
        return failSoon(isSigned.error());
    }
    QByteArrayList cookies;
    const auto ours = m_sent.bound ? QList<std::pair<QByteArray, core::Secret>>() : m_way.use.cookiesOf(m_sent.accessToken);
    for (const auto &[name, value] : ours)
        cookies.append(name + '=' + value.reveal().toByteArray());
    for (const net::Header &header : pass.headers)
        request.setRawHeader(header.name, header.value);
    for (const auto &[name, value] : pass.cookies) {
        if (!m_way.use.cookieNames().contains(name))
            cookies.append(name + '=' + value.reveal().toByteArray());
    }
    if (!cookies.isEmpty())
        request.setRawHeader("Cookie", cookies.join("; "));
    m_sentAt = m_way.pauses ? m_way.pauses->now() : std::chrono::milliseconds(0);
    m_inner = m_way.send(request);
    if (!m_inner) {
        // The caller took the body away while we waited for a token.
        return failSoon({core::ErrorKind::Cancelled, QStringLiteral("body_gone"), {}});
    }
    ++m_sendings;
    m_inner->setReadBufferSize(readBufferSize());
    watchExchange();
    forwardSignals();
}

void AuthenticatedReply::forwardSignals()
{
    connect(m_inner, &QNetworkReply::metaDataChanged, this, &AuthenticatedReply::onHead);
    connect(m_inner, &QNetworkReply::readyRead, this, [this] {
        onHead();
        if (m_headShown && m_inner)
            Q_EMIT readyRead();
    });
    connect(m_inner, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64 total) {
        if (m_headShown)
            Q_EMIT downloadProgress(received, total);
    });
    connect(m_inner, &QNetworkReply::uploadProgress, this, &QNetworkReply::uploadProgress);
    connect(m_inner, &QNetworkReply::socketStartedConnecting, this, &QNetworkReply::socketStartedConnecting);
    connect(m_inner, &QNetworkReply::requestSent, this, &QNetworkReply::requestSent);
    connect(m_inner, &QNetworkReply::encrypted, this, &QNetworkReply::encrypted);
    connect(m_inner, &QNetworkReply::sslErrors, this, &QNetworkReply::sslErrors);
    connect(m_inner, &QNetworkReply::finished, this, &AuthenticatedReply::onFinished);
    // A manager takes its replies along. One that was given another parent lives on, and would wait for ever.
    connect(m_inner, &QObject::destroyed, this, [this] {
        if (parent() != m_way.manager)
            QMetaObject::invokeMethod(
                this, [this] { failUnlessFinished(managerGone()); }, Qt::QueuedConnection);
    });
}

bool AuthenticatedReply::isUnauthorized() const
{
    return m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 401;
}

/// A 401 that a new token may mend. Until that is known, where the request can be sent again, it is nobody's business but ours.
bool AuthenticatedReply::isRefusal() const
{
    return m_mayRefresh && isUnauthorized() && isTokenRefusal(m_inner->rawHeader("WWW-Authenticate"));
}

/// A 401 that the same token mends, with the nonce that came along in its proof.
bool AuthenticatedReply::lacksNonce() const
{
    return m_mayProveAgain && m_way.bodyServesAgain && m_sent.bound && m_inner->hasRawHeader("DPoP-Nonce") && isUnauthorized()
        && asksForNonce(m_inner->rawHeader("WWW-Authenticate"));
}

/// RFC 9449 §8.2: any answer may bring the nonce of the next request.
void AuthenticatedReply::noteNonce()
{
    if (m_sent.bound && m_way.prover && m_inner->hasRawHeader("DPoP-Nonce"))
        m_way.prover->noteNonce(m_inner->url(), m_inner->rawHeader("DPoP-Nonce"));
}

void AuthenticatedReply::onHead()
{
    if ((m_way.replayable && isRefusal()) || lacksNonce()) {
        m_inner->setReadBufferSize(0); // nobody reads it before its end
        return;
    }
    if (m_headShown || m_inner->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 0)
        return;
    m_headShown = true;
    notePause();
    copyHead();
    Q_EMIT metaDataChanged();
}

/// A backend may give the session another id at any answer; the old one is worthless then.
void AuthenticatedReply::noteSessionCookie()
{
    if (m_way.use.cookie.isEmpty() || !m_inner->hasRawHeader("Set-Cookie"))
        return;
    net::HttpResponse response;
    for (const QByteArray &line : m_inner->rawHeader("Set-Cookie").split('\n')) // Qt joins several so
        response.headers.append(net::Header{"Set-Cookie", line});
    auto cookies = m_way.use.cookiesOf(m_sent.accessToken);
    for (auto &[name, value] : cookies) {
        const std::optional<net::ReceivedCookie> cookie = net::receivedCookie(response, name, QDateTime::currentDateTimeUtc());
        if (cookie && !cookie->value.isEmpty())
            value = cookie->value;
    }
    if (const core::Secret session = m_way.use.joined(cookies); !session.isEmpty() && session != m_sent.accessToken)
        m_tokens.replaceAccess(m_account, m_sent.accessToken, session);
}

void AuthenticatedReply::copyHead()
{
    for (const RawHeaderPair &header : m_inner->rawHeaderPairs())
        setRawHeader(header.first, header.second);
    for (const auto attribute :
         {QNetworkRequest::HttpStatusCodeAttribute, QNetworkRequest::HttpReasonPhraseAttribute, QNetworkRequest::RedirectionTargetAttribute,
          QNetworkRequest::ConnectionEncryptedAttribute, QNetworkRequest::OriginalContentLengthAttribute,
          QNetworkRequest::HttpPipeliningWasUsedAttribute, QNetworkRequest::Http2WasUsedAttribute, QNetworkRequest::SourceIsFromCacheAttribute})
        setAttribute(attribute, m_inner->attribute(attribute));
}

void AuthenticatedReply::onFinished()
{
    noteNonce();
    if (lacksNonce()) {
        m_mayProveAgain = false;
        recordEnd();
        dropInner();
        sendWith(m_sent);
        return;
    }
    if (!isRefusal()) {
        noteSessionCookie();
        handOn();
        return;
    }
    m_mayRefresh = false;
    if (m_way.replayable) {
        core::whenDone(m_tokens.refresh(m_account, m_sent.accessToken), this,
                       [this](const core::Result<model::TokenSet> &answer) { onRefreshed(answer); });
        return;
    }
    // Not sent again, but the next request finds a token that serves.
    core::whenDone(m_tokens.refresh(m_account, m_sent.accessToken), &m_tokens, [](const core::Result<model::TokenSet> &) {});
    handOn();
}

void AuthenticatedReply::onRefreshed(const core::Result<model::TokenSet> &answer)
{
    if (isFinished())
        return;
    if (answer.ok()) {
        recordEnd();
        dropInner();
        sendWith(*answer);
    } else if (m_inner && (answer.error().kind == core::ErrorKind::SignInAgain || answer.error().kind == core::ErrorKind::Rejected)) {
        setAttribute(AuthenticatedNetworkAccessManager::ErrorCodeAttribute, answer.error().code);
        handOn(); // the 401 says it all
    } else {
        recordEnd();
        dropInner();
        fail(answer.error());
    }
}

void AuthenticatedReply::handOn()
{
    onHead();
    if (isFinished())
        return; // a listener aborted us (FAULTS 83)
    if (m_way.purpose.isEmpty())
        recordEnd();
    leaveRecording();
    if (m_inner->error() != NoError) {
        setError(m_inner->error(), m_inner->errorString());
        Q_EMIT errorOccurred(m_inner->error());
    }
    end();
}

/// Never before the caller has the reply.
void AuthenticatedReply::failSoon(const core::Error &error)
{
    QMetaObject::invokeMethod(
        this, [this, error] { failUnlessFinished(error); }, Qt::QueuedConnection);
}

void AuthenticatedReply::failUnlessFinished(const core::Error &error)
{
    if (!isFinished())
        fail(error);
}

void AuthenticatedReply::fail(const core::Error &error)
{
    setAttribute(AuthenticatedNetworkAccessManager::ErrorCodeAttribute, error.code);
    setAttribute(net::HardenedAccessManager::FailureAttribute, QVariant::fromValue(error));
    setError(networkErrorOf(error), error.detail.isEmpty() ? error.code : error.detail);
    Q_EMIT errorOccurred(this->error());
    end();
}

/// A manager of Qt's listens to the end of each of its replies, by a connection that names the reply and not itself: it outlives the manager.
void AuthenticatedReply::loosen()
{
    if (!m_way.manager)
        disconnect(this, &QNetworkReply::finished, this, nullptr);
}

void AuthenticatedReply::end()
{
    if (isFinished())
        return; // aborted by a listener to the error
    loosen();
    setFinished(true);
    Q_EMIT finished();
}

void AuthenticatedReply::abort()
{
    if (isFinished())
        return;
    dropInner();
    loosen();
    setError(OperationCanceledError, QStringLiteral("Operation canceled"));
    setFinished(true);
    Q_EMIT errorOccurred(OperationCanceledError);
    Q_EMIT finished();
}

qint64 AuthenticatedReply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + (m_inner && m_headShown ? m_inner->bytesAvailable() : 0);
}

bool AuthenticatedReply::canReadLine() const
{
    return QNetworkReply::canReadLine() || (m_inner && m_headShown && m_inner->canReadLine());
}

void AuthenticatedReply::setReadBufferSize(qint64 size)
{
    QNetworkReply::setReadBufferSize(size);
    if (m_inner)
        m_inner->setReadBufferSize(size);
}

qint64 AuthenticatedReply::readData(char *data, qint64 maxSize)
{
    if (!m_inner || !m_headShown)
        return isFinished() ? -1 : 0;
    const qint64 count = m_inner->read(data, maxSize);
    if (m_exchange && count > 0)
        m_exchange->pass(QByteArrayView(data, count));
    return count == 0 && isFinished() ? -1 : count;
}

void AuthenticatedReply::sslConfigurationImplementation(QSslConfiguration &configuration) const
{
    if (m_inner)
        configuration = m_inner->sslConfiguration();
}

} // namespace keyturn::tokens
