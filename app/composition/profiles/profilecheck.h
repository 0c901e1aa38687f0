// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/backendprobes.h"
#include "composition/profiles/handoffprobes.h"
#include "composition/profiles/providerprobes.h"
#include "composition/profiles/signedinprobes.h"

#include <memory>
#include <vector>

namespace keyturn::composition {

/// A profile against the live backend, one question after the other: the backend itself, each provider, and with credentials a whole sign-in from its
/// beginning to its end. Nothing is stored, and nothing at the backend is changed beyond what that sign-in brings along.
class ProfileCheck : public QObject
{
    Q_OBJECT
public:
    /// All references must outlive it. The client ids of @p profile are filled in already.
    ProfileCheck(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile,
                 std::optional<backendapi::Credentials> credentials, QObject *parent = nullptr);

    /// All steps; each was told by stepDone() before. Never an error. Once only.
    [[nodiscard]] core::Async<QList<CheckStep>> run();
    /// Asks nothing more, but signs out whoever was signed in.
    void cancel();

Q_SIGNALS:
    void stepDone(const keyturn::composition::CheckStep &step);

private:
    void next();

    model::BackendProfile m_profile;
    backendapi::BackendClient m_client;
    std::vector<std::unique_ptr<ProviderProbes>> m_providers;
    std::vector<std::unique_ptr<HandoffProbes>> m_handoffs;
    BackendProbes m_backend;
    std::unique_ptr<SignedInProbes> m_signedIn;
    QList<Probe> m_waiting;
    bool m_last = false; ///< The sign-out was asked for.
    QList<CheckStep> m_steps;
    core::Promise<QList<CheckStep>> m_promise;
};

} // namespace keyturn::composition
