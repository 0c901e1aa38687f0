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
#include <vector>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxConnections = 16; // FAULTS 8
constexpr std::chrono::seconds lastPageTime(1);

} // namespace

class LoopbackListener::Server
{
public:
    Server(core::Clock &clock, LoopbackTarget target, LoopbackRules rules, LoopbackListener *owner);

    [[nodiscard]] core::Result<QUrl> listen();
    void close();

    Judge judge;
    bool isClosed = false;

private:
    [[nodiscard]] QList<QHostAddress> addresses() const;
    [[nodiscard]] bool isBothAddresses() const { return m_target.host == QLatin1String("localhost"); }
    [[nodiscard]] core::Result<void> listenAt(const QHostAddress &address, quint16 port);
    [[nodiscard]] core::Result<void> listenAtFirst();
    [[nodiscard]] core::Result<void> listenAtAll();
    [[nodiscard]] QUrl redirectUri();
    void accept(QTcpServer &server);
    [[nodiscard]] LoopbackReply answer(const LoopbackRequest &request);
    [[nodiscard]] LoopbackReply answerCallback(const QByteArray &query);

    core::Clock &m_clock;
    LoopbackRules m_rules;
    LoopbackListener *m_owner;
    LoopbackTarget m_target;
    std::vector<std::unique_ptr<QTcpServer>> m_servers; ///< Those that listen; of one port.
    QByteArray m_callbackPath; ///< As it stands in a request line.
    QByteArray m_donePath;
    QByteArray m_authority;
    std::optional<LoopbackPage> m_lastPage; ///< Set once the awaited answer came.
    QList<LoopbackConnection *> m_connections; ///< Children of the owner.
};

LoopbackListener::Server::Server(core::Clock &clock, LoopbackTarget target, LoopbackRules rules, LoopbackListener *owner)
    : m_clock(clock), m_rules(std::move(rules)), m_owner(owner), m_target(std::move(target))
{ }

QList<QHostAddress> LoopbackListener::Server::addresses() const
{
    return m_target.host.isEmpty() || isBothAddresses() ? m_rules.addresses : QList<QHostAddress>{QHostAddress(m_target.host)};
}

core::Result<void> LoopbackListener::Server::listenAt(const QHostAddress &address, quint16 port)
{
    auto server = std::make_unique<QTcpServer>();
    server->setProxy(QNetworkProxy::NoProxy); // a SOCKS proxy of the system must not be asked to listen for us
    if (server->listen(address, port)) {
        QObject::connect(server.get(), &QTcpServer::newConnection, m_owner, [this, listening = server.get()] { accept(*listening); });
        m_servers.push_back(std::move(server));
        return {};
    }
    if (port != 0 && server->serverError() == QAbstractSocket::AddressInUseError)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("callback_port_taken"), QString::number(port)};
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("loopback_unavailable"),
                       address.toString() + QStringLiteral(": ") + server->errorString()};
}

core::Result<void> LoopbackListener::Server::listenAtFirst()
{
    core::Result<void> listening;
    for (const QHostAddress &address : addresses()) {
        listening = listenAt(address, m_target.port);
        if (listening.ok())
            return listening;
    }
    return listening;
}

/// A browser may come to either address of `localhost`: no one else may sit at the other (RFC 8252 §8.3).
core::Result<void> LoopbackListener::Server::listenAtAll()
{
    std::optional<core::Error> missing;
    quint16 port = m_target.port;
    for (const QHostAddress &address : addresses()) {
        const core::Result<void> listening = listenAt(address, port);
        if (listening.ok()) {
            port = m_servers.front()->serverPort();
        } else if (listening.error().code == QLatin1String("callback_port_taken")) {
            m_servers.clear();
            return listening;
        } else {
            missing = listening.error(); // a computer without IPv6, or without IPv4
        }
    }
    return m_servers.empty() ? core::Result<void>(*missing) : core::Result<void>();
}

QUrl LoopbackListener::Server::redirectUri()
{
    const QTcpServer &server = *m_servers.front();
    QUrl uri;
    uri.setScheme(QStringLiteral("http"));
    // RFC 8252 §8.3: an IP literal, unless the provider knows only the name.
    uri.setHost(isBothAddresses() ? m_target.host : server.serverAddress().toString());
    uri.setPort(server.serverPort());
    uri.setPath(m_target.path);
    m_authority = uri.authority(QUrl::FullyEncoded).toLatin1();
    const QByteArray path = uri.path(QUrl::FullyEncoded).toLatin1();
    m_callbackPath = path.isEmpty() ? QByteArrayLiteral("/") : path;
    m_donePath = m_callbackPath + (m_callbackPath.endsWith('/') ? "done" : "/done");
    return uri;
}

core::Result<QUrl> LoopbackListener::Server::listen()
{
    constexpr int attempts = 8; // a port that the system picked for one address may be taken at the other
    core::Result<void> listening = isBothAddresses() ? listenAtAll() : listenAtFirst();
    for (int i = 1; i < attempts && !listening.ok() && m_target.port == 0 && isBothAddresses(); ++i)
        listening = listenAtAll();
    if (!listening.ok())
        return listening.error();
    return redirectUri();
}

void LoopbackListener::Server::close()
{
    if (std::exchange(isClosed, true))
        return;
    for (const auto &server : m_servers)
        server->close();
    for (LoopbackConnection *connection : QList<LoopbackConnection *>(m_connections))
        connection->abort();
    QMetaObject::invokeMethod(m_owner, &LoopbackListener::closed, Qt::QueuedConnection);
}

void LoopbackListener::Server::accept(QTcpServer &server)
{
    while (QTcpSocket *socket = server.nextPendingConnection()) {
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
    if (m_lastPage && request.path == m_donePath && request.query.isEmpty()) {
        Q_EMIT m_owner->lastPageShown();
        return {pageReply(200, *m_lastPage), [this] { close(); }};
    }
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
    return {redirectReply(m_donePath)};
}

LoopbackListener::LoopbackListener(core::Clock &clock, LoopbackTarget target, QObject *parent, LoopbackRules rules)
    : QObject(parent), m_server(std::make_unique<Server>(clock, std::move(target), std::move(rules), this))
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
