// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakebrowser.h"

#include <QNetworkProxy>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::tests {

RawConnection::RawConnection(const QString &host, quint16 port)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] { m_received += m_socket.readAll(); });
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError)
            m_refused = true;
    });
    m_socket.connectToHost(host, port);
}

void RawConnection::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    if (isOpen())
        m_socket.flush();
}

bool RawConnection::waitUntilConnected()
{
    return QTest::qWaitFor(
               [this] { return m_socket.state() != QAbstractSocket::HostLookupState && m_socket.state() != QAbstractSocket::ConnectingState; })
        && isOpen();
}

QByteArray RawConnection::waitForAll()
{
    if (!QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }))
        return "<still open>";
    return m_received;
}

QByteArray BrowserPage::header(const QByteArray &name) const
{
    for (const QByteArray &line : headers.split('\n')) {
        if (line.toLower().startsWith(name.toLower() + ':'))
            return line.sliced(name.size() + 1).trimmed();
    }
    return {};
}

FakeBrowser::FakeBrowser()
    : answer([](const QUrl &authorizationUrl) {
          return QList<QUrl>{callbackUrl(authorizationUrl, {{QStringLiteral("code"), QStringLiteral("a-code")}})};
      })
{ }

core::Result<void> FakeBrowser::open(const QUrl &url)
{
    if (!canStart)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("browser_missing"), {}};
    m_opened.append(url);
    for (const QUrl &next : answer(url))
        visit(next);
    return {};
}

void FakeBrowser::visit(const QUrl &url)
{
    auto *socket = new QTcpSocket(this);
    socket->setProxy(QNetworkProxy::NoProxy);
    connect(socket, &QTcpSocket::connected, socket, [socket, url] {
        QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
        if (target.isEmpty())
            target = "/"; // RFC 9112 §3.2.1
        if (url.hasQuery())
            target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
        socket->write("GET " + target + " HTTP/1.1\r\nHost: " + url.authority(QUrl::FullyEncoded).toLatin1()
                      + "\r\nUser-Agent: FakeBrowser\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n");
    });
    auto reply = std::make_shared<QByteArray>();
    connect(socket, &QTcpSocket::readyRead, socket, [socket, reply] { *reply += socket->readAll(); });
    connect(socket, &QTcpSocket::stateChanged, this, [this, socket, url, reply](QAbstractSocket::SocketState state) {
        if (state != QAbstractSocket::UnconnectedState)
            return;
        const qsizetype end = reply->indexOf("\r\n\r\n");
        const BrowserPage page{url, reply->mid(9, 3).toInt(), reply->left(end), end < 0 ? QByteArray() : reply->mid(end + 4)};
        m_pages.append(page);
        socket->deleteLater();
        const QByteArray location = page.header("Location");
        if (page.status == 303 && followsRedirects)
            visit(url.resolved(QUrl::fromEncoded(location)));
    });
    socket->connectToHost(url.host(), static_cast<quint16>(url.port(80)));
}

QUrl callbackUrl(const QUrl &authorizationUrl, const QList<std::pair<QString, QString>> &parameters)
{
    const QUrlQuery asked(authorizationUrl);
    QUrl url(asked.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    bool stateGiven = false;
    QStringList query;
    const auto encode = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    for (const auto &[name, value] : parameters) {
        stateGiven = stateGiven || name == QLatin1String("state");
        query += encode(name) + u'=' + encode(value);
    }
    if (!stateGiven)
        query += QStringLiteral("state=") + encode(asked.queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded));
    url.setQuery(query.join(u'&'));
    return url;
}

} // namespace keyturn::tests
