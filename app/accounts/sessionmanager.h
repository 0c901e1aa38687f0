// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/keyprover.h"
#include "core/async.h"
#include "model/session.h"
#include "net/exchangelog.h"
#include "net/pacedhttpclient.h"
#include "net/route.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"
#include "tokens/tokenmanager.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <functional>
#include <memory>
#include <unordered_map>

namespace keyturn::accounts {

/// Whether and where an account's sessions can be seen.
struct SessionsSupport {
    bool listable = false;
    QUrl page; ///< The provider's own page where Keyturn cannot list; may be empty.
};

/// The sessions of each account, read and ended through its own authenticated manager.
class SessionManager : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    SessionManager(core::Clock &clock, net::ExchangeLog &log, net::Pauses &pauses, const storage::AccountStore &accounts,
                   const storage::ProfileStore &profiles, tokens::TokenManager &tokens, jose::ProofMaker &proofs, QObject *parent = nullptr);
    ~SessionManager() override;

    /// As HardenedAccessManager::setRoute(), for the manager of every account.
    void setRoute(const net::Route &route);

    [[nodiscard]] SessionsSupport support(const model::AccountId &id) const;
    /// This one first, then newest use first. For providers without an interface: Configuration `sessions_unsupported`.
    [[nodiscard]] core::Async<QList<model::Session>> list(const model::AccountId &id);
    [[nodiscard]] core::Async<void> revoke(const model::AccountId &id, const model::SessionId &session);
    [[nodiscard]] core::Async<void> revokeOthers(const model::AccountId &id);

    /// A request of the account's own, through its authenticated manager, that the exchange log does not keep: what it asks for is of no interest
    /// there. Errors: those of HttpClient and of the manager; Storage `account_unknown`, Configuration `profile_unknown`.
    [[nodiscard]] core::Async<net::HttpResponse> send(const model::AccountId &id, const net::HttpRequest &request);
    /// The account's authenticated manager, for anyone's requests; owned here, one per account. Null where the account or its profile is unknown.
    [[nodiscard]] QNetworkAccessManager *networkManager(const model::AccountId &id);

Q_SIGNALS:
    void revoked(const keyturn::model::AccountId &id, const keyturn::model::SessionId &session); ///< By revoke(), and the backend confirmed.
    void othersRevoked(const keyturn::model::AccountId &id); ///< By revokeOthers(), likewise.

private:
    class Guard;
    struct Line;
    [[nodiscard]] core::Result<Line *> line(const model::AccountId &id);
    /// @p ask once more with a fresh token where an answer with a good status said, in the profile's own words, that the token is not good any more:
    /// the manager, which reads no bodies, took it for an answer like any other.
    template <class T> [[nodiscard]] core::Async<T> withFreshToken(const model::AccountId &id, const std::function<core::Async<T>()> &ask);
    [[nodiscard]] core::Result<model::BackendProfile> listableProfile(const model::AccountId &id) const;
    core::Clock &m_clock;
    net::ExchangeLog &m_log;
    net::Pauses &m_pauses;
    const storage::AccountStore &m_accounts;
    const storage::ProfileStore &m_profiles;
    tokens::TokenManager &m_tokens;
    KeyProver m_prover;
    net::Route m_route;
    std::unordered_map<QString, std::unique_ptr<Line>> m_lines; ///< By account id.
};

} // namespace keyturn::accounts
