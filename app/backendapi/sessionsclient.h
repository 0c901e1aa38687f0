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

#include <memory>

namespace keyturn::backendapi {

/// The sessions interface of a profile, through an HttpClient that signs as the account. Errors as BackendClient's; `sessions_unsupported`
/// (Configuration) where the profile has none; BadReply `sessions_invalid`, and `sessions_truncated` for a list that does not end.
class SessionsClient : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p authenticated must outlive it.
    SessionsClient(core::Clock &clock, net::HttpClient &authenticated, QObject *parent = nullptr);

    [[nodiscard]] core::Async<QList<model::Session>> list(const model::BackendProfile &profile);
    [[nodiscard]] core::Async<void> revoke(const model::BackendProfile &profile, const model::SessionId &id);
    /// Natively, or one by one where the backend has no such verb: then it must be plain which one is the account's own, and Configuration
    /// `current_unknown` says where the profile would tell it.
    [[nodiscard]] core::Async<void> revokeOthers(const model::BackendProfile &profile);

private:
    /// A list on its way, page by page.
    struct Listing;
    [[nodiscard]] core::Async<void> act(const model::BackendProfile &profile, const model::Endpoint &endpoint, const QString &sessionId,
                                        const QString &purpose);
    void ask(const std::shared_ptr<Listing> &listing);
    void take(const std::shared_ptr<Listing> &listing, const net::HttpResponse &response);
    [[nodiscard]] core::Async<void> revokeEach(const model::BackendProfile &profile, QList<model::Session> sessions);

    core::Clock &m_clock;
    net::HttpClient &m_http;
};

} // namespace keyturn::backendapi
