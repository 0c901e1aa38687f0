// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "net/exchangelog.h"
#include "net/httpclient.h"
#include "net/sentrequest.h"

#include <QBuffer>
#include <QObject>

#include <functional>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace keyturn::net {

/// One request under way; deletes itself when it is answered. Destroyed earlier, its future ends with Cancelled.
class RunningExchange final : public QObject
{
    Q_OBJECT
public:
    /// @p account: whose it is, as Exchange has it.
    RunningExchange(core::Clock &clock, ExchangeLog &log, QString account, HttpRequest request, QObject *parent);
    ~RunningExchange() override;

    [[nodiscard]] core::Async<HttpResponse> start(QNetworkAccessManager &manager);

private:
    void onHead();
    void onData();
    void onFinished();
    void receive();
    /// The limit that the answer breaks as far as it has come.
    [[nodiscard]] std::optional<core::Error> brokenLimit() const;
    [[nodiscard]] core::Result<HttpResponse> outcome();
    /// Always the last thing that a member does: who waits for the answer may destroy the client, and with it this object.
    void end(core::Result<HttpResponse> result);
    void fail(core::ErrorKind kind, const char *code, const QString &detail = {});
    [[nodiscard]] bool isTruncated(const HttpResponse &response) const;

    core::Clock &m_clock;
    ExchangeLog &m_log;
    QString m_account;
    HttpRequest m_request;
    core::Promise<HttpResponse> m_promise;
    QBuffer m_body;
    QByteArray m_received;
    QNetworkReply *m_reply = nullptr;
    QDateTime m_startedAt;
    std::optional<MomentWatch> m_moments; ///< From start() on.
    bool m_ended = false;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop;
};

} // namespace keyturn::net
