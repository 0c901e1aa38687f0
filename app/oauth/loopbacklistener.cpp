// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbacklistener.h"

#include "core/logging.h"
#include "oauth/loopbackconnection.h"
#include "oauth/loopbackpages.h"

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

#include <optional>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxConnections = 16; // FAULTS 8
constexpr std::chrono::seconds lastPageTime(1);

} // namespace

class LoopbackListener::Server
{
public:
    Server(core::Clock &clock, QString path, LoopbackRules rules, LoopbackListener *owner);

    [[nodiscard]] core::Result<QUrl> listen();
    void close();

    Judge judge;
    bool isClosed = false;

private:
    void accept();
    [[nodiscard]] LoopbackReply answer(const LoopbackRequest &request);
    [[nodiscard]] LoopbackReply answerCallback(const QByteArray &query);

    core::Clock &m_clock;
    LoopbackRules m_rules;
    LoopbackListener *m_owner;
    QTcpServer m_tcp;
    QString m_path;
    QByteArray m_callbackPath; ///< As it stands in a request line.
    QByteArray m_authority;
    std::optional<LoopbackPage> m_lastPage; ///< Set once the awaited answer came.
    QList<LoopbackConnection *> m_connections; ///< Children of the owner.
};

LoopbackListener::Server::Server(core::Clock &clock, QString path, LoopbackRules rules, LoopbackListener *owner)
    : m_clock(clock), m_rules(std::move(rules)), m_owner(owner), m_path(std::move(path))
{
    m_tcp.setProxy(QNetworkProxy::NoProxy); // a SOCKS proxy of the system must not be asked to listen for us
    QObject::connect(&m_tcp, &QTcpServer::newConnection, owner, [this] { accept(); });
}

core::Result<QUrl> LoopbackListener::Server::listen()
{
    QStringList problems;
    for (const QHostAddress &address : m_rules.addresses) {
        // RFC 8252 §8.3: an IP literal and loopback only, so that no neighbour on the network can answer; port 0, so that nobody can sit there first.
        if (!m_tcp.listen(address, 0)) {
            problems += address.toString() + QStringLiteral(": ") + m_tcp.errorString();
            continue;
        }
        QUrl redirectUri;
        redirectUri.setScheme(QStringLiteral("http"));
        redirectUri.setHost(address.toString());
        redirectUri.setPort(m_tcp.serverPort());
        redirectUri.setPath(m_path);
        m_callbackPath = redirectUri.path(QUrl::FullyEncoded).toLatin1();
        m_authority = redirectUri.authority(QUrl::FullyEncoded).toLatin1();
        return redirectUri;
    }
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("loopback_unavailable"), problems.join(QStringLiteral("; "))};
}

void LoopbackListener::Server::close()
{
    if (std::exchange(isClosed, true))
        return;
    m_tcp.close();
    for (LoopbackConnection *connection : QList<LoopbackConnection *>(m_connections))
        connection->abort();
    QMetaObject::invokeMethod(m_owner, &LoopbackListener::closed, Qt::QueuedConnection);
}

void LoopbackListener::Server::accept()
{
    while (QTcpSocket *socket = m_tcp.nextPendingConnection()) {
        const TcpConnection ends{socket->localAddress(), socket->localPort(), socket->peerAddress(), socket->peerPort()};
        if (m_connections.size() >= maxConnections || !m_rules.hears(ends)) {
            qCInfo(core::lcOAuth, "A connection to the loopback listener was dropped");
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto *connection = new LoopbackConnection(
            m_clock, socket, m_authority, [this](const LoopbackRequest &request) { return answer(request); }, m_owner);
        m_connections.append(connection);
        QObject::connect(connection, &LoopbackConnection::ended, m_owner, [this, connection] {
            m_connections.removeOne(connection);
            connection->deleteLater();
        });
    }
}

LoopbackReply LoopbackListener::Server::answer(const LoopbackRequest &request)
{
    if (m_lastPage && request.path == m_callbackPath + "/done" && request.query.isEmpty())
        return {pageReply(200, *m_lastPage), [this] { close(); }};
    if (m_lastPage || request.path != m_callbackPath)
        return {bareReply(404)}; // FAULTS 4, 12, 29
    if (!request.navigation)
        return {bareReply(403)};
    return answerCallback(request.query);
}

LoopbackReply LoopbackListener::Server::answerCallback(const QByteArray &query)
{
    const Verdict verdict = judge ? judge(QString::fromLatin1(query)) : Verdict::NotOurs;
    if (verdict == Verdict::NotOurs)
        return {pageReply(400, LoopbackPage::Unexpected)};
    m_lastPage = verdict == Verdict::Accepted ? LoopbackPage::Accepted : LoopbackPage::Refused;
    m_clock.callAfter(lastPageTime, m_owner, [this] { close(); });
    // The browser's last address, and its history, hold neither code nor error (FAULTS 17).
    return {redirectReply(m_callbackPath + "/done")};
}

LoopbackListener::LoopbackListener(core::Clock &clock, QString path, QObject *parent, LoopbackRules rules)
    : QObject(parent), m_server(std::make_unique<Server>(clock, std::move(path), std::move(rules), this))
{ }

LoopbackListener::~LoopbackListener()
{
    m_server->close();
}

core::Result<QUrl> LoopbackListener::listen()
{
    return m_server->listen();
}

void LoopbackListener::setJudge(Judge judge)
{
    m_server->judge = std::move(judge);
}

bool LoopbackListener::isClosed() const
{
    return m_server->isClosed;
}

void LoopbackListener::close()
{
    m_server->close();
}

} // namespace keyturn::oauth
