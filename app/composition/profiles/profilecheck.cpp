// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/profilecheck.h"

#include "jose/jwt.h"

namespace keyturn::composition {

ProfileCheck::ProfileCheck(core::Clock &clock, core::Random &random, net::HttpClient &http, model::BackendProfile profile,
                           std::optional<backendapi::Credentials> credentials, QObject *parent)
    : QObject(parent), m_profile(std::move(profile)), m_client(clock, http, &jose::expiryOf), m_backend(clock, random, http, m_profile)
{
    if (m_profile.embedded && m_profile.baseUrl.isEmpty()) {
        m_waiting += [] {
            return core::ready<QList<CheckStep>>(
                QList<CheckStep>{CheckStep::fails(QStringLiteral("address"), QStringLiteral("/embedded"), QStringLiteral("backend_not_started"))});
        };
        return;
    }
    if (!m_profile.baseUrl.isEmpty())
        m_waiting += m_backend.probes(credentials && m_profile.password);
    for (qsizetype i = 0; i < m_profile.providers.size(); ++i) {
        const model::IdentityProvider &provider = m_profile.providers.at(i);
        const QString place = QStringLiteral("/providers/%1").arg(i);
        if (provider.handoff) {
            m_handoffs.push_back(std::make_unique<HandoffProbes>(clock, random, http, m_profile, provider, place));
            m_waiting += m_handoffs.back()->probes();
            continue;
        }
        m_providers.push_back(std::make_unique<ProviderProbes>(clock, http, provider, place));
        m_waiting += m_providers.back()->probes();
    }
    if (credentials && m_profile.password) {
        m_signedIn = std::make_unique<SignedInProbes>(clock, http, m_client, m_profile, *std::move(credentials));
        m_waiting += m_signedIn->probes();
    }
}

core::Async<QList<CheckStep>> ProfileCheck::run()
{
    next();
    return m_promise.future();
}

void ProfileCheck::cancel()
{
    m_waiting.clear();
}

void ProfileCheck::next()
{
    if (m_waiting.isEmpty() && m_signedIn && !std::exchange(m_last, true))
        m_waiting += [this] { return m_signedIn->signOut(); };
    if (m_waiting.isEmpty())
        return m_promise.finish(m_steps);
    const Probe probe = m_waiting.takeFirst();
    core::whenDone(probe(), this, [this](const core::Result<QList<CheckStep>> &steps) {
        if (steps.ok()) {
            for (const CheckStep &step : *steps)
                Q_EMIT stepDone(step);
            m_steps += *steps;
        }
        next();
    });
}

} // namespace keyturn::composition
