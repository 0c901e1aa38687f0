// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/backendclient.h"
#include "composition/profiles/answerprobes.h"
#include "composition/profiles/checkstep.h"
#include "core/random.h"

namespace keyturn::composition {

/// Questions to a profile's own backend by somebody whom it does not know: does it answer, does it refuse, and does the profile understand the
/// refusal. What a request would change is only asked for by OPTIONS. The sign-in counts as one failed attempt of a person who does not exist.
class BackendProbes : public QObject
{
    Q_OBJECT
public:
    /// @p clock, @p random and @p http must outlive it.
    BackendProbes(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile, QObject *parent = nullptr);

    /// In this order; where the base address does not answer, the others are not asked. @p endsOne: somebody signs in later and ends a session, which
    /// tells more than a question for it.
    [[nodiscard]] QList<Probe> probes(bool endsOne = false);

private:
    [[nodiscard]] core::Async<QList<CheckStep>> address(const QUrl &url, const QString &place, bool main);
    [[nodiscard]] core::Async<QList<CheckStep>> csrf();
    [[nodiscard]] core::Async<QList<CheckStep>> signInRefuses();
    [[nodiscard]] core::Async<QList<CheckStep>> refreshRefuses();
    [[nodiscard]] CheckStep readSignInRefusal(const core::Error &error) const;
    [[nodiscard]] CheckStep readRefreshRefusal(const core::Error &error) const;
    [[nodiscard]] core::Async<QList<CheckStep>> closed(const QString &what, const model::Endpoint &endpoint, const QString &place);
    [[nodiscard]] core::Async<QList<CheckStep>> exists(const QString &what, const model::Endpoint &endpoint, const QString &place);
    [[nodiscard]] core::Result<net::HttpRequest> request(const model::Endpoint &endpoint) const;

    core::Clock &m_clock;
    core::Random &m_random;
    net::HttpClient &m_http;
    NotingClient m_noting;
    backendapi::BackendClient m_client; ///< Asks through `m_noting`.
    backendapi::CsrfClient m_csrf;
    model::BackendProfile m_profile;
    bool m_reachable = true;
};

} // namespace keyturn::composition
