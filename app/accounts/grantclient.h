// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "backendapi/backendclient.h"
#include "jose/proofmaker.h"
#include "oauth/discovery.h"
#include "storage/profilestore.h"
#include "tokens/tokenrefresher.h"

#include <QList>
#include <QObject>

namespace keyturn::accounts {

/// The port that tokens/ asks for and accounts/ plugs in: refreshes and revokes by what the account's profile says, at the backend itself or at the
/// provider's token endpoint.
class GrantClient : public QObject, public tokens::TokenRefresher, public Revoker
{
    Q_OBJECT
public:
    /// All must outlive it.
    GrantClient(core::Clock &clock, net::HttpClient &http, jose::ProofMaker &proofs, backendapi::BackendClient &backend,
                const storage::ProfileStore &profiles, QObject *parent = nullptr);

    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop) override;
    [[nodiscard]] core::Async<void> revoke(const model::Account &account, const model::TokenSet &tokens) override;
    [[nodiscard]] core::Async<void> revokeOthers(const model::Account &account, const model::TokenSet &tokens) override;
    [[nodiscard]] core::Async<QUrl> endSessionUrl(const model::Account &account) override;

private:
    [[nodiscard]] core::Result<model::BackendProfile> profileOf(const model::Account &account) const;
    [[nodiscard]] core::Async<model::TokenSet> refreshAt(const oauth::ProviderMetadata &metadata, const model::IdentityProvider &provider,
                                                         const model::TokenSet &current, std::stop_token stop);
    [[nodiscard]] core::Async<oauth::ProviderMetadata> metadata(const model::IdentityProvider &provider, std::stop_token stop);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    jose::ProofMaker &m_proofs;
    backendapi::BackendClient &m_backend;
    const storage::ProfileStore &m_profiles;
    struct Known {
        model::IdentityProvider provider; ///< Whole: two profiles may say different things of one issuer.
        oauth::ProviderMetadata metadata;
        std::chrono::milliseconds since{}; ///< Monotonic.
    };
    void forget(const model::IdentityProvider &provider);
    QList<Known> m_metadata; ///< Each for a day, and until an endpoint answers as none would.
};

} // namespace keyturn::accounts
