// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/backendclient.h"
#include "composition/profiles/checkstep.h"
#include "composition/profiles/revokeprobes.h"
#include "model/session.h"

#include <memory>

namespace keyturn::composition {

/// Questions by somebody who signs in for them and out again: are the tokens, their life, the person and the sessions where the profile says. Nothing
/// is stored; the tokens go with this object.
class SignedInProbes : public QObject
{
    Q_OBJECT
public:
    /// @p clock, @p http and @p client must outlive it.
    SignedInProbes(core::Clock &clock, net::HttpClient &http, backendapi::BackendClient &client, model::BackendProfile profile,
                   backendapi::Credentials credentials, QObject *parent = nullptr);

    /// In this order; without a sign-in the others have nothing to ask.
    [[nodiscard]] QList<Probe> probes();
    /// The last one, to be asked even where the others were stopped.
    [[nodiscard]] core::Async<QList<CheckStep>> signOut();

private:
    [[nodiscard]] core::Async<QList<CheckStep>> signIn();
    [[nodiscard]] core::Async<QList<CheckStep>> identity();
    [[nodiscard]] core::Async<QList<CheckStep>> sessions();
    [[nodiscard]] core::Async<QList<CheckStep>> revoke();
    [[nodiscard]] core::Async<QList<CheckStep>> refresh();
    [[nodiscard]] QList<CheckStep> readSignIn(const backendapi::SignInOutcome &outcome) const;
    [[nodiscard]] QList<CheckStep> readSessions(const QList<model::Session> &sessions) const;
    [[nodiscard]] CheckStep lifetimeOf(const model::TokenSet &tokens, const QString &place) const;

    core::Clock &m_clock;
    net::HttpClient &m_http;
    backendapi::BackendClient &m_client;
    model::BackendProfile m_profile;
    backendapi::Credentials m_credentials;
    std::optional<backendapi::SignInOutcome> m_signedIn; ///< From the sign-in until the sign-out.
    std::optional<QList<model::Session>> m_sessions; ///< As they were listed.
    std::unique_ptr<RevokeProbes> m_revoke;
};

} // namespace keyturn::composition
