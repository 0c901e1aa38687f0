// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/sending.h"

#include "core/clock.h"
#include "net/replyfailure.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QTcpSocket>

namespace keyturn::console {

using std::chrono::milliseconds;

namespace {

/// Fields of one name that came several times are one to Qt, a line each (Set-Cookie), or joined by commas.
QList<net::Header> headersOf(const QNetworkReply &reply)
{
    QList<net::Header> headers;
    for (const auto &[name, value] : reply.rawHeaderPairs()) {
        for (const QByteArray &line : value.split('\n'))
            headers.append({name, line});
    }
    return headers;
}

core::Error cancelled()
{
    return {core::ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
}

bool isDirect(const QNetworkAccessManager &manager, const QUrl &url)
{
    QNetworkProxyFactory *factory = manager.proxyFactory();
    return !factory || factory->queryProxy(QNetworkProxyQuery(url)).value(0).type() == QNetworkProxy::NoProxy;
}

/// This computer's own names take no time.
bool isForeignName(const QString &host)
{
    return QHostAddress(host).isNull() && host != QLatin1String("localhost") && !host.endsWith(QLatin1String(".localhost"));
}

} // namespace

/// An answer with a bad status is an error of Qt's too.
bool isBroken(const QNetworkReply &reply)
{
    const QNetworkReply::NetworkError error = reply.error();
    return error != QNetworkReply::NoError && (error < QNetworkReply::ContentAccessDenied || error == QNetworkReply::ProtocolFailure);
}

core::Error brokenOff(qint64 bytes, const QNetworkReply &reply)
{
    const QByteArray whole = reply.rawHeader("Content-Length");
    const QString of = whole.isEmpty() ? QString() : QStringLiteral(" of %1").arg(QString::fromLatin1(whole).left(20));
    return {core::ErrorKind::BadReply, QStringLiteral("answer_broke_off"), QStringLiteral("%1%2 bytes came").arg(bytes).arg(of)};
}

core::Error unanswered(const core::Error &failure, const QByteArray &method)
{
    const bool mayHaveArrived = failure.code == QLatin1String("connection_closed") || failure.code == QLatin1String("timeout");
    if (!mayHaveArrived || method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE") // RFC 9110 §9.2.1
        return failure;
    return {failure.kind, QStringLiteral("answer_missing"), failure.detail};
}

Sending::Sending(core::Clock &clock, Prepared prepared, Body wanted, std::function<void(qint64)> progress, std::stop_token stop, QObject *parent)
    : QObject(parent), m_clock(clock), m_prepared(std::move(prepared)), m_wanted(wanted), m_progress(std::move(progress)), m_stop(std::move(stop))
{ }

Sending::~Sending()
{
    m_onStop.reset();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    core::wipe(m_received);
    if (!m_ended)
        m_promise.finish(cancelled());
}

milliseconds Sending::sinceStart() const
{
    return m_clock.monotonic() - m_start;
}

core::Async<Answer> Sending::start(QNetworkAccessManager &manager, Measured measured)
{
    core::Async<Answer> future = m_promise.future();
    m_startedAt = m_clock.now();
    m_start = m_clock.monotonic();
    // Whoever asks for the stop may do so from any thread, and from within what we call.
    m_onStop.emplace(m_stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { end(cancelled()); }, Qt::QueuedConnection);
    });
    const QUrl url = m_prepared.request.url();
    const bool inParts = measured == Measured::InParts && isDirect(manager, url);
    m_timesConnecting = inParts && url.scheme() == QLatin1String("https");
    if (!inParts || !isForeignName(url.host())) {
        send(manager);
        return future;
    }
    QHostInfo::lookupHost(url.host(), this, [this, place = QPointer(&manager)](const QHostInfo &) {
        m_lookup = sinceStart();
        if (m_ended)
            return;
        if (place)
            send(*place);
        else
            end(cancelled());
    });
    return future;
}

void Sending::send(QNetworkAccessManager &manager)
{
    m_sentFrom = sinceStart();
    m_reply = manager.sendCustomRequest(m_prepared.request, m_prepared.method, m_prepared.body.get());
    m_reply->setParent(this);
    m_moments.emplace(m_clock, *m_reply, this);
    if (m_timesConnecting)
        connect(m_reply, &QNetworkReply::socketStartedConnecting, this, &Sending::timeConnecting);
    connect(m_reply, &QNetworkReply::readyRead, this, &Sending::onData);
    connect(m_reply, &QNetworkReply::finished, this, &Sending::onFinished);
}

void Sending::timeConnecting()
{
    const QUrl url = m_prepared.request.url();
    auto *beside = new QTcpSocket(this);
    beside->setProxy(QNetworkProxy::NoProxy);
    connect(beside, &QAbstractSocket::connected, this, [this, beside, began = m_clock.monotonic()] {
        m_connectingTook = m_clock.monotonic() - began;
        beside->abort();
        beside->deleteLater();
    });
    beside->connectToHost(url.host(), quint16(url.port(443)));
}

/// What came so far, as far as it is wanted.
void Sending::take()
{
    if (m_wanted == Body::ThrownAway) {
        m_reply->readAll();
        return;
    }
    m_received += m_reply->read(mostBodyBytes + 1 - m_received.size());
    m_isCut = m_received.size() > mostBodyBytes;
    if (m_isCut)
        m_received.truncate(mostBodyBytes);
}

void Sending::onData()
{
    if (m_ended || m_isCut)
        return;
    take();
    if (m_isCut) {
        end(answerOf(*m_reply));
        return;
    }
    if (m_progress)
        m_progress(m_received.size()); // last: who is told may end all this
}

void Sending::onFinished()
{
    if (m_ended)
        return;
    take();
    end(answerOf(*m_reply));
}

Timing Sending::timing() const
{
    const auto since = [this](milliseconds moment) { return moment.count() < 0 ? moment : m_sentFrom + m_moments->begin() + moment; };
    const net::Moments &moments = m_moments->moments();
    Timing timing{.lookup = m_lookup,
                  .connecting = since(moments.connecting),
                  .encrypted = since(moments.encrypted),
                  .sent = since(moments.sent),
                  .firstByte = since(moments.firstByte),
                  .total = sinceStart()};
    if (timing.connecting.count() >= 0 && timing.encrypted.count() >= 0 && m_connectingTook.count() >= 0)
        timing.connected = std::min(timing.connecting + m_connectingTook, timing.encrypted);
    return timing;
}

Answer Sending::answerOf(const QNetworkReply &reply)
{
    Answer answer;
    answer.startedAt = m_startedAt;
    answer.url = m_prepared.request.url();
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.reason = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    if (answer.status > 0) {
        answer.httpVersion = reply.attribute(QNetworkRequest::Http2WasUsedAttribute).toBool() ? "HTTP/2" : "HTTP/1.1";
        answer.headers = headersOf(reply);
    }
    answer.bodyBytes = m_received.size();
    answer.body = core::Secret::take(std::exchange(m_received, {}));
    answer.isCut = m_isCut;
    answer.timing = timing();
    answer.lostSendings = int(m_moments->lost().size());
    if (answer.status == 0)
        answer.failure = unanswered(net::failureOf(reply), m_prepared.method);
    else if (isBroken(reply) && !m_isCut)
        answer.failure = brokenOff(answer.bodyBytes, reply);
    return answer;
}

void Sending::end(core::Result<Answer> answer)
{
    if (std::exchange(m_ended, true))
        return;
    m_onStop.reset();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    deleteLater();
    m_promise.finish(std::move(answer)); // last: who waits for it may destroy the sender, and this with it
}

} // namespace keyturn::console
