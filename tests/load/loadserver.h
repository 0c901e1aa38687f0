// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QHash>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

class QTcpSocket;

namespace keyturn::load {

/// How a server treats all of its requests.
enum class Manner {
    Answers, ///< 200 at once.
    Slow, ///< 200 in small pieces, now and then one.
    Fails, ///< 500
    Busy, ///< 503 with Retry-After.
    Limits, ///< 429 with Retry-After.
    RefusesOld, ///< 401 to the first token, 200 to later ones.
    RefusesAll, ///< 401
    HangsUp, ///< Closes without an answer.
    Resets, ///< The same by RST.
    BreaksOff, ///< Closes in the middle of an answer's body.
};

/// A server on 127.0.0.1 that keeps nothing of what it is sent but how often each path was asked for.
class LoadServer final : public QTcpServer
{
    Q_OBJECT
public:
    explicit LoadServer(Manner manner);

    [[nodiscard]] Manner manner() const { return m_manner; }
    [[nodiscard]] QUrl url(int number) const;
    /// How often the request of that number came whole.
    [[nodiscard]] int deliveries(int number) const { return m_deliveries.value(number); }
    [[nodiscard]] qint64 allDeliveries() const { return m_allDeliveries; }

    static constexpr const char *firstToken = "access-1"; ///< As tests::FakeRefresher gives it.

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void read(QTcpSocket *socket, QByteArray &buffer);
    void serve(QTcpSocket *socket, const QByteArray &head);
    void drip();

    Manner m_manner;
    QHash<int, int> m_deliveries; ///< By number.
    qint64 m_allDeliveries = 0;
    QHash<QTcpSocket *, QByteArray> m_dripping; ///< What each is still to be given.
    QTimer m_tap;
};

} // namespace keyturn::load
