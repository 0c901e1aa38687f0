// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/backendclient.h"
#include "composition/profiles/answerprobes.h"
#include "core/random.h"

namespace keyturn::composition {

/// Questions to one hand-off of a profile; none of them signs anybody in.
class HandoffProbes : public QObject
{
    Q_OBJECT
public:
    /// @p clock, @p random and @p http must outlive it; @p provider is of kind Backend; @p place is its own pointer, `/providers/0`.
    HandoffProbes(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile, model::IdentityProvider provider,
                  QString place, QObject *parent = nullptr);

    [[nodiscard]] QList<Probe> probes();

private:
    [[nodiscard]] core::Async<QList<CheckStep>> start();
    [[nodiscard]] core::Async<QList<CheckStep>> refusesForeignAddress();
    [[nodiscard]] core::Async<QList<CheckStep>> refusesMadeUpCode();
    [[nodiscard]] CheckStep readExchangeRefusal(const core::Error &error) const;
    /// What a browser would ask for, with @p redirectUri to return to; none where the form knows no parameters.
    [[nodiscard]] core::Result<net::HttpRequest> startRequest(const QString &redirectUri) const;

    core::Random &m_random;
    net::HttpClient &m_http;
    NotingClient m_noting;
    backendapi::BackendClient m_client; ///< Asks through `m_noting`.
    model::BackendProfile m_profile;
    model::IdentityProvider m_provider;
    QString m_place;
};

} // namespace keyturn::composition
