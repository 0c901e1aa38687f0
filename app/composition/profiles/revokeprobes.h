// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/bearerclient.h"
#include "backendapi/backendclient.h"
#include "backendapi/sessionsclient.h"
#include "composition/profiles/checkstep.h"

#include <QSet>

namespace keyturn::composition {

/// Whether ending a session ends it: signs in a second time, ends that session as the first, and looks whether it is gone. What the second sign-in
/// brought is given back in any case.
class RevokeProbes : public QObject
{
    Q_OBJECT
public:
    /// @p clock, @p http and @p client must outlive it. @p first is signed in already, @p before are the ids that it saw listed.
    RevokeProbes(core::Clock &clock, net::HttpClient &http, backendapi::BackendClient &client, const model::BackendProfile &profile,
                 const model::TokenSet &first, const QList<model::Session> &before, QObject *parent = nullptr);

    /// Once only. The profile has sessions that can be ended.
    [[nodiscard]] core::Async<QList<CheckStep>> run(const backendapi::Credentials &credentials);

private:
    void look();
    void end(const QList<model::Session> &sessions);
    void lookAgain(const model::SessionId &ended);
    void finish(const CheckStep &step);

    backendapi::BackendClient &m_client;
    model::BackendProfile m_profile;
    accounts::BearerClient m_bearer; ///< Signs as the first.
    backendapi::SessionsClient m_sessions;
    QSet<QString> m_before;
    std::optional<model::TokenSet> m_second;
    core::Promise<QList<CheckStep>> m_promise;
};

} // namespace keyturn::composition
