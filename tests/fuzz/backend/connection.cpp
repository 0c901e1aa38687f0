// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/service.h"
#include "people.h"
#include "targets.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QUrl>

#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keyturn::fuzz {

namespace {

constexpr timeval patience{8, 0}; // sooner than the driver's
constexpr auto healthCheck = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

struct Socket {
    explicit Socket(quint16 port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        expect(::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) == 0, "The server takes connections.");
    }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    ~Socket() { ::close(descriptor); }

    /// As far as the other side reads; it may have answered and closed before.
    void send(QByteArrayView bytes) const
    {
        while (!bytes.isEmpty()) {
            const auto sent = ::send(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes = bytes.sliced(sent);
        }
    }
    [[nodiscard]] QByteArray receiveAll() const
    {
        QByteArray received;
        char buffer[16 * 1024];
        for (;;) {
            const auto count = ::recv(descriptor, buffer, sizeof(buffer), 0);
            expect(count >= 0 || errno == ECONNRESET, "A connection ends when its client has said all.");
            if (count <= 0)
                return received;
            received.append(buffer, count);
        }
    }

    int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

QByteArray field(const QByteArray &header, const QByteArray &name)
{
    for (const QByteArray &line : header.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

/// `{"error":{"code","message"}}`; where a provider is simulated, as OAuth and GitHub have it, or a page.
void checkError(const QByteArray &header, const QByteArray &body)
{
    const QByteArray type = field(header, "content-type");
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QJsonObject error = json.value(QStringLiteral("error")).toObject();
    const bool ours = !error.value(QStringLiteral("code")).toString().isEmpty() && !error.value(QStringLiteral("message")).toString().isEmpty();
    const bool providers = !json.value(QStringLiteral("error")).toString().isEmpty() || json.contains(QStringLiteral("message"));
    if (!(type == "application/json" && (ours || providers)) && !type.startsWith("text/html"))
        fail("An error says what is wrong; this one said: " + header + "\r\n\r\n" + body);
}

/// Takes one answer from the front of @p bytes. @p mayBeBare: one of the requests may have been a HEAD.
void takeAnswer(QByteArray &bytes, bool mayBeBare)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (!bytes.startsWith("HTTP/1.1 ") || end < 0)
        fail("An answer is HTTP; this was not: " + bytes.left(200));
    const QByteArray header = bytes.left(end);
    bytes = bytes.mid(end + 4);
    const int status = header.mid(9, 3).toInt();
    if (status != 100 && (status < 200 || (status >= 500 && status != 501 && status != 505)))
        fail("No request is our failure; this was answered: " + header + "\r\n\r\n" + bytes.left(500));
    if (status == 100 || status == 204)
        return;
    bool number = false;
    const qsizetype length = field(header, "content-length").toLongLong(&number);
    expect(number, "An answer has a length.");
    if (mayBeBare && (bytes.size() < length || bytes.startsWith("HTTP/1.1 ") || (bytes.isEmpty() && length > 0)))
        return;
    expect(bytes.size() >= length, "An answer is whole.");
    if (status >= 400)
        checkError(header, bytes.left(length));
    bytes = bytes.mid(length);
}

/// A client's side of a connection to a whole backend, of nobody or of one of those who are signed in.
class ConnectionTarget final : public Target
{
public:
    ConnectionTarget()
    {
        backend::Options options;
        options.port = 0;
        options.dataDirectory = m_folder.path();
        options.databasePath = m_folder.filePath(QStringLiteral("backend.sqlite"));
        options.keyFile = m_folder.filePath(QStringLiteral("keys.json"));
        options.bcryptCost = 4; // the least that there is: what is tried here is not the hash
        options.limits.policy.reset();
        m_service.emplace(m_clock, m_random, options);
        expect(m_service->start().ok(), "The backend starts.");
        m_port = static_cast<quint16>(QUrl(m_service->readyLine().value(QStringLiteral("address")).toString()).port());
        m_people.emplace([this](const QByteArray &bytes) { return talk(bytes); }, options.databasePath);
    }

    void read(const QByteArray &input) override
    {
        const QByteArray bytes = m_people->filledIn(input);
        QByteArray answers = talk(bytes);
        m_people->meet(input, answers);
        const bool mayBeBare = bytes.contains("HEAD ");
        while (!answers.isEmpty())
            takeAnswer(answers, mayBeBare);
    }

    void finish() override
    {
        expect(talk(healthCheck).startsWith("HTTP/1.1 200 "), "The server is well afterwards.");
        m_people->checkReached();
    }

private:
    /// In two pieces, so that a reader has to go on where it stopped.
    [[nodiscard]] QByteArray talk(const QByteArray &bytes) const
    {
        const Socket socket(m_port);
        const qsizetype cut = bytes.isEmpty() ? 0 : static_cast<qsizetype>(qChecksum(bytes) % bytes.size());
        socket.send(QByteArrayView(bytes).first(cut));
        socket.send(QByteArrayView(bytes).sliced(cut));
        ::shutdown(socket.descriptor, SHUT_WR);
        return socket.receiveAll();
    }

    QTemporaryDir m_folder;
    core::SystemClock m_clock;
    core::SystemRandom m_random;
    std::optional<backend::Service> m_service;
    quint16 m_port = 0;
    std::optional<People> m_people;
};

} // namespace

std::unique_ptr<Target> connectionTarget()
{
    return std::make_unique<ConnectionTarget>();
}

} // namespace keyturn::fuzz
