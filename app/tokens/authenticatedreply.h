// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "model/ids.h"
#include "tokens/tokenmanager.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <functional>

namespace keyturn::tokens {

/// The reply that callers of AuthenticatedNetworkAccessManager hold: waits for a token, sends, replays once after 401 where that is safe, and
/// otherwise hands on what the network's own reply says.
class AuthenticatedReply final : public QNetworkReply
{
    Q_OBJECT
public:
    /// Sends @p request over the hardened transport.
    using Send = std::function<QNetworkReply *(const QNetworkRequest &request)>;

    AuthenticatedReply(TokenManager &tokens, model::AccountId account, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
                       Send send, bool replayable, QObject *parent);
    ~AuthenticatedReply() override;

    void abort() override;
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool isSequential() const override { return true; }
    void ignoreSslErrors() override { } // never (FAULTS 44)

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void sendWith(const core::Secret &token);
    void onHead();
    void onFinished();
    void copyHead();
    void fail(const core::Error &error);
    void end();
    [[nodiscard]] bool isReplayed401() const;

    TokenManager &m_tokens;
    model::AccountId m_account;
    QNetworkRequest m_given;
    Send m_send;
    bool m_replayable;
    bool m_replayed = false;
    bool m_headShown = false;
    core::Secret m_token;
    QPointer<QNetworkReply> m_inner;
};

} // namespace keyturn::tokens
