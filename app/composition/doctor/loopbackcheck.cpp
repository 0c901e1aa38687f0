// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/loopbackcheck.h"

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

namespace keyturn::composition::doctor {

namespace {

constexpr std::chrono::seconds patience{5};
constexpr qsizetype maxHeadBytes = 8 * 1024;

/// Answers every request with the same word, and notes whether it came through somebody's hands.
class Answerer final : public QTcpServer
{
public:
    Answerer(QByteArray word, QObject *parent) : QTcpServer(parent), m_word(std::move(word))
    {
        setProxy(QNetworkProxy::NoProxy); // a SOCKS proxy of the system must not be asked to listen for us
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                hear(socket);
        });
    }
    [[nodiscard]] bool wasHandedOn() const { return m_handedOn; }

private:
    void hear(QTcpSocket *socket)
    {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray head = socket->peek(maxHeadBytes);
            if (!head.contains("\r\n\r\n")) {
                if (head.size() == maxHeadBytes)
                    socket->abort();
                return;
            }
            socket->readAll();
            judge(head.toLower());
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + QByteArray::number(m_word.size())
                          + "\r\n\r\n" + m_word);
            socket->disconnectFromHost();
        });
    }

    /// RFC 9112 §3.2.2 and RFC 9110 §7.6.3: a proxy is asked by an absolute address, and says in Via that it stands between.
    void judge(const QByteArray &head)
    {
        const bool isDirect = head.startsWith("get /");
        m_handedOn = m_handedOn || !isDirect || head.contains("\r\nvia:") || head.contains("\r\nforwarded:") || head.contains("\r\nx-forwarded-for:");
    }

    QByteArray m_word;
    bool m_handedOn = false;
};

Fact judged(const core::Result<net::HttpResponse> &answer, const QByteArray &word, bool handedOn, const QString &address)
{
    if (!answer.ok())
        return {Code::LoopbackSilent, Outcome::Problem, {address, answer.error().code}};
    if (answer->status != 200 || answer->body.reveal() != word || handedOn)
        return {Code::LoopbackForeign, Outcome::Problem, {address}};
    return {Code::LoopbackWorks, Outcome::Ok, {address}};
}

} // namespace

core::Async<Facts> checkLoopback(net::HttpClient &http, core::Random &random, const QHostAddress &address, QObject *context)
{
    const QByteArray word = core::randomToken(random, 16);
    const QString name = address.toString();
    auto *server = new Answerer(word, context);
    if (!server->listen(address, 0)) {
        const bool absent = server->serverError() == QAbstractSocket::SocketAddressNotAvailableError
            || server->serverError() == QAbstractSocket::UnsupportedSocketOperationError;
        Fact fact{Code::LoopbackAbsent, Outcome::Skipped, {name}};
        if (!absent)
            fact = {Code::LoopbackClosed, Outcome::Problem, {name, server->errorString()}};
        delete server;
        return core::ready<Facts>(Facts{fact});
    }
    net::HttpRequest request;
    request.url.setScheme(QStringLiteral("http"));
    request.url.setHost(name);
    request.url.setPort(server->serverPort());
    request.url.setPath(QStringLiteral("/keyturn-doctor"));
    request.deadline = patience;
    request.purpose = QStringLiteral("doctor");
    const core::Promise<Facts> promise;
    core::whenDone(http.send(request), context, [promise, server, word, name](const core::Result<net::HttpResponse> &answer) {
        promise.finish(Facts{judged(answer, word, server->wasHandedOn(), name)});
        delete server;
    });
    return promise.future();
}

} // namespace keyturn::composition::doctor
