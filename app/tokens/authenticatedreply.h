// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "model/ids.h"
#include "net/passingexchange.h"
#include "tokens/signing.h"
#include "tokens/tokenmanager.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <functional>
#include <memory>

namespace keyturn::tokens {

/// The reply that callers of AuthenticatedNetworkAccessManager hold: waits for a token, sends, refreshes after 401 and replays once where that is
/// safe, and otherwise hands on what the network's own reply says.
class AuthenticatedReply final : public QNetworkReply, public net::SentRequest
{
    Q_OBJECT
public:
    /// Sends @p request over the hardened transport; nullptr where its body is gone.
    using Send = std::function<QNetworkReply *(const QNetworkRequest &request)>;

    /// How the request goes out.
    struct Way {
        QPointer<QObject> manager; ///< Whose reply this is: once it is gone, none of what follows is there any more.
        Send send;
        bool bodyServesAgain = false; ///< Where all that was missing is a nonce.
        bool replayable = false; ///< Where another token may help.
        model::AccessUse use;
        RequestGuard *guard = nullptr; ///< To be asked before each sending; null: nothing to ask.
        TokenProver *prover = nullptr; ///< For tokens that are bound to a key.
        net::Pauses *pauses = nullptr; ///< What hosts asked for; null where whoever sends this heeds it.
        core::Clock *clock = nullptr;
        QPointer<net::ExchangeLog> log; ///< Null: nothing is recorded.
        QString purpose; ///< Whoever sends this records how it ends, and knows what it is for; empty: this records it.
        QPointer<QIODevice> body; ///< Of the request.
    };

    /// @p request is the caller's, @p stripped the same without the headers that are not the caller's to set.
    AuthenticatedReply(TokenManager &tokens, model::AccountId account, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
                       const QNetworkRequest &stripped, Way way, QObject *parent);
    ~AuthenticatedReply() override;

    void abort() override;
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool canReadLine() const override;
    [[nodiscard]] bool isSequential() const override { return true; }
    void setReadBufferSize(qint64 size) override;
    void ignoreSslErrors() override { } // never (FAULTS 44)
    [[nodiscard]] QNetworkRequest sentRequest() const override { return m_inner ? m_inner->request() : m_stripped; }
    [[nodiscard]] int sendings() const override { return m_sendings; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    void sslConfigurationImplementation(QSslConfiguration &configuration) const override;

private:
    /// Of requests that callers make as the account: a limit on these says nothing of signing in and refreshing.
    [[nodiscard]] static QString purpose() { return QStringLiteral("request"); }
    void sendWith(const model::TokenSet &tokens);
    [[nodiscard]] core::Result<void> sign(QNetworkRequest &request) const;
    void noteNonce();
    void notePause();
    void sendSigned(const RequestGuard::Pass &pass);
    void noteSessionCookie();
    void forwardSignals();
    void watchExchange();
    void recordEnd();
    void leaveRecording();
    void onHead();
    void onFinished();
    void onRefreshed(const core::Result<model::TokenSet> &answer);
    void copyHead();
    void handOn();
    void fail(const core::Error &error);
    void failSoon(const core::Error &error);
    void failUnlessFinished(const core::Error &error);
    void loosen();
    void end();
    void dropInner();
    [[nodiscard]] bool isUnauthorized() const;
    [[nodiscard]] bool isRefusal() const;
    [[nodiscard]] bool lacksNonce() const;

    TokenManager &m_tokens;
    model::AccountId m_account;
    QNetworkRequest m_stripped;
    Way m_way;
    int m_sendings = 0;
    bool m_mayRefresh = true; ///< Once for each request: a 401 on the fresh token is the caller's (FAULTS 58).
    bool m_headShown = false;
    bool m_mayProveAgain = true; ///< With the nonce that the server wants, once for each request.
    model::TokenSet m_sent; ///< What the request went out with.
    std::chrono::milliseconds m_sentAt{0}; ///< By the pauses' clock.
    QPointer<QNetworkReply> m_inner;
    std::unique_ptr<net::PassingExchange> m_exchange; ///< Of m_inner.
};

} // namespace keyturn::tokens
