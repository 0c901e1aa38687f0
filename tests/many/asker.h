// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "tokens/tokenmanager.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <memory>

namespace keyturn::many {

/// One of the threads that use the account. The core is its own thread's, as QObjects are: it is asked there, and answers here.
class Asker : public QObject
{
    Q_OBJECT
public:
    /// Lives in the thread that it is moved to; @p tokens outlives that.
    Asker(tokens::TokenManager &tokens, model::AccountId account) : m_tokens(tokens), m_account(std::move(account)) { }

    /// Asks for a token that is good now; @p refused: because the one at hand was refused, not because its time is over. With @p use it is shown to
    /// the backend there. answered() follows. Safe from any thread.
    void ask(bool refused, const QUrl &use);

Q_SIGNALS:
    /// @p digest: of the token; @p trouble: why there is none, or that the backend does not take it.
    void answered(const QByteArray &digest, const QByteArray &trouble);

private:
    void take(const core::Result<model::TokenSet> &tokens, const QUrl &use);
    void show(const QByteArray &digest, const QUrl &use);

    tokens::TokenManager &m_tokens;
    model::AccountId m_account;
    core::Secret m_token;
    std::unique_ptr<QNetworkAccessManager> m_network; ///< Of this thread.
};

} // namespace keyturn::many
