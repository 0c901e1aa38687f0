// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <optional>

class QTcpSocket;

namespace keyturn::tests {

/// What the server does with one request: bytes as they stand, then what happens to the connection.
struct Turn {
    enum class When { Connected, HeadRead, RequestRead };
    enum class Then { KeepOpen, Close, Reset };
    QByteArray bytes;
    Then then = Then::KeepOpen;
    When when = When::RequestRead;
    /// One byte at a time, and after the last one it starts again from @c dripFrom: an answer that never ends.
    bool drips = false;
    qsizetype dripFrom = 0;
};

/// A server on 127.0.0.1 that says what the test wrote, right or wrong, and counts what it is sent. Turns are taken in order, one a request; the last
/// one is for all requests that follow, so that a request which is sent again by itself is answered and counted too.
class ScriptedServer final : public QTcpServer
{
    Q_OBJECT
public:
    explicit ScriptedServer(QList<Turn> turns, std::optional<QSslConfiguration> tls = std::nullopt);

    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/")) const;
    [[nodiscard]] qsizetype connections() const { return m_connections; }
    /// Requests whose head arrived whole; with a body that was announced, the body as well.
    [[nodiscard]] const QList<QByteArray> &requests() const { return m_requests; }
    /// How often @p bytes arrived, in any connection, in whole requests or in parts.
    [[nodiscard]] qsizetype deliveriesOf(const QByteArray &bytes) const { return m_everything.count(bytes); }

    /// A sound answer with Content-Length. @p headers end with CR LF each.
    [[nodiscard]] static QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {});

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket, QByteArray &buffer, bool &headSeen);
    [[nodiscard]] const Turn &turn() const;
    void play(QTcpSocket *socket, Turn turn);
    static void drip(QTcpSocket *socket, const Turn &turn);
    static void reset(QTcpSocket *socket);

    QList<Turn> m_turns;
    std::optional<QSslConfiguration> m_tls;
    qsizetype m_next = 0;
    qsizetype m_connections = 0;
    QList<QByteArray> m_requests;
    QByteArray m_everything;
};

} // namespace keyturn::tests
