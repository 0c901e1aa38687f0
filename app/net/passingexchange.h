// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "net/httpclient.h"
#include "net/sentrequest.h"

#include <QObject>
#include <QPointer>

namespace keyturn::net {

/// Records the exchange of a reply that no HttpClient sent, and stays out of its way: nothing is read that the caller would miss, and of the answer's
/// body no more is kept than the log takes. What ends unrecorded stands in the log as `stopped`.
class PassingExchange final : public QObject
{
    Q_OBJECT
public:
    /// What the reply itself does not tell.
    struct Request {
        QByteArray method;
        QString purpose;
        QString account;
        SecretParts secrets = {};
        QIODevice *body = nullptr; ///< Where it stands now it is read from, and left there; of one that cannot be looked into the size alone is told.
    };

    /// Without @p log nothing happens; it may go before this, @p clock may not go before it.
    PassingExchange(core::Clock &clock, ExchangeLog *log, const Request &request, QNetworkReply &reply, QObject *parent);
    ~PassingExchange() override;

    /// What the caller has just read of the reply's body.
    void pass(QByteArrayView bytes);
    /// The exchange is over, and this is how it ended; nothing after the first time.
    void record();
    void discard() { m_over = true; } ///< Another records it.

private:
    [[nodiscard]] bool mayKeepMore() const;
    [[nodiscard]] HttpResponse response();
    [[nodiscard]] Circumstances circumstances(qint64 responseBytes) const;
    void recordFailure(const QString &code, std::chrono::milliseconds end);
    [[nodiscard]] QDateTime began() const; ///< The last sending.

    core::Clock &m_clock;
    QPointer<ExchangeLog> m_log;
    QPointer<QNetworkReply> m_reply;
    QString m_account;
    HttpRequest m_request;
    QDateTime m_startedAt;
    MomentWatch m_moments;
    std::chrono::milliseconds m_end{-1}; ///< When the reply had finished.
    qint64 m_requestBytes = 0;
    QByteArray m_kept; ///< The body's beginning.
    qint64 m_passed = 0; ///< How much of the body has passed.
    qint64 m_received = 0; ///< The same, by the transport's own count.
    bool m_over = false;
};

} // namespace keyturn::net
