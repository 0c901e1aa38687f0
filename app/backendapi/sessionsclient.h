// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/sessionreader.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/backendprofile.h"
#include "model/session.h"
#include "net/httpclient.h"

#include <QList>
#include <QObject>

namespace keyturn::backendapi {

/// The sessions interface of a profile, through an HttpClient that signs as the account. Errors as BackendClient's; `sessions_unsupported`
/// (Configuration) where the profile has none.
class SessionsClient : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p authenticated must outlive it.
    SessionsClient(core::Clock &clock, net::HttpClient &authenticated, QObject *parent = nullptr);

    [[nodiscard]] core::Async<QList<model::Session>> list(const model::BackendProfile &profile);
    [[nodiscard]] core::Async<void> revoke(const model::BackendProfile &profile, const model::SessionId &id);
    /// Natively, or one by one where the backend has no such verb.
    [[nodiscard]] core::Async<void> revokeOthers(const model::BackendProfile &profile);

private:
    [[nodiscard]] core::Async<net::HttpResponse> send(const model::BackendProfile &profile, const model::Endpoint &endpoint, const QString &sessionId,
                                                      const QString &purpose);
    [[nodiscard]] core::Async<net::HttpResponse> sendRequest(const model::BackendProfile &profile, const net::HttpRequest &request);
    [[nodiscard]] core::Async<QList<model::Session>> listFrom(const model::BackendProfile &profile, const net::HttpRequest &request,
                                                              const QList<model::Session> &before, int page);
    [[nodiscard]] static QUrl nextPage(const model::BackendProfile &profile, const QUrl &url, const net::HttpResponse &response,
                                       const SessionsPage &read, int page);
    [[nodiscard]] core::Async<void> revokeEach(const model::BackendProfile &profile, QList<model::Session> sessions);

    core::Clock &m_clock;
    net::HttpClient &m_http;
};

} // namespace keyturn::backendapi
