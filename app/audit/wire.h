// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/meteredclient.h"
#include "backendapi/csrfclient.h"

#include <QMutex>
#include <QWaitCondition>

#include <functional>
#include <memory>

namespace keyturn::audit {

/// How the audit's own thread, in which checks look one after another, asks the network, whose home is another thread: it waits for each answer, so
/// that a check reads from top to bottom.
class Wire
{
public:
    /// In the network's thread. Both must outlive close().
    Wire(MeteredClient &client, backendapi::CsrfClient &csrf) : m_client(&client), m_csrf(&csrf) { }

    // In the audit's thread:
    /// Nothing is sent any more once the wire is closed: the answer then says `stopped`.
    [[nodiscard]] Answer ask(const net::HttpRequest &request);
    /// All at the same time; the answers in the order of the requests.
    [[nodiscard]] QList<Answer> askTogether(const QList<net::HttpRequest> &requests);
    /// What a request that changes something carries beside the session.
    [[nodiscard]] core::Result<backendapi::CsrfPass> csrfPass(const model::BackendProfile &profile, const model::TokenSet &tokens);
    /// Waits, unless the wire is closed; whether it waited to the end.
    bool pause(std::chrono::milliseconds time);
    [[nodiscard]] bool isClosed() const;

    // In the network's thread:
    /// Ends all waiting. Client and CSRF client are not used afterwards.
    void close();
    /// What purpose() the requests that follow are recorded with.
    void setPurpose(const QString &purpose);

private:
    [[nodiscard]] core::Async<Answer> begin(net::HttpRequest request);

    mutable QMutex m_mutex;
    QWaitCondition m_closed;
    MeteredClient *m_client; ///< Null: closed.
    backendapi::CsrfClient *m_csrf;
    QString m_purpose;
};

} // namespace keyturn::audit
