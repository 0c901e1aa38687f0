// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "model/account.h"
#include "model/tokenset.h"
#include "storage/accountstore.h"
#include "storage/filelock.h"
#include "storage/secretstore.h"
#include "tokens/tokenrefresher.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace keyturn::tokens {

class Keeper;
struct Services;

using TokenExchange = std::function<core::Async<std::optional<model::TokenSet>>(const model::Account &account, const model::TokenSet &newest)>;

/// What a refresh brought.
struct Renewal {
    bool rotated = false; ///< Another refresh token.
    bool saved = false; ///< It lies in the secret store; else notSaved() follows.
    QDateTime accessExpiresAt; ///< UTC; invalid: the backend does not say.
};

/// The life of every account's tokens in this process, in step with other processes (DESIGN decision 7).
///
/// A refresh goes: join one that runs in this process → file lock → account record and secret store read again (another process may have rotated:
/// then its tokens serve) → journal {generation, attempt}, fsynced → refresher → write slot generation+1 → read back → commit the generation in the
/// account's record → publish → remove the old slot → journal and lock away. A crash at any arrow is mended at the next start (recovery of the
/// journal).
class TokenManager : public QObject
{
    Q_OBJECT
public:
    /// All references must outlive it. @p stateDirectory holds locks and journals.
    TokenManager(core::Clock &clock, core::Random &random, storage::SecretStore &secrets, storage::AccountStore &accounts, TokenRefresher &refresher,
                 QString stateDirectory, QObject *parent = nullptr);
    ~TokenManager() override;

    /// Tokens whose access token is valid for at least @p minValidity from now; refreshes where needed. Errors: SignInAgain (definite), Offline,
    /// RateLimited, BadReply (kept, try later), Storage (keychain), Cancelled.
    [[nodiscard]] core::Async<model::TokenSet> tokens(const model::AccountId &id, std::chrono::seconds minValidity = std::chrono::seconds(0));
    /// A refresh whatever the clock says, unless @p rejectedAccessToken is not the newest one any more: then the newest serves (a 401 on an old
    /// token).
    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::AccountId &id, const core::Secret &rejectedAccessToken = {});
    /// What is in memory and valid now; nullopt: ask tokens(). Never blocks, never touches the keychain.
    [[nodiscard]] std::optional<model::TokenSet> current(const model::AccountId &id) const;

    /// The newest tokens as they are, run out or not; never refreshes. Errors: Storage; SignInAgain where the account is not signed in.
    [[nodiscard]] core::Async<model::TokenSet> held(const model::AccountId &id);

    /// A new sign-in, or signing in again: slot generation+1 first, then the record. Nothing is left behind on error.
    [[nodiscard]] core::Async<model::Account> adopt(model::Account account, model::TokenSet tokens);
    /// The backend gave the session that @p old stands for another id on its own. Stored like a rotation; a failure to store it is told by
    /// notSaved(). Nothing happens where @p old is not the account's any more.
    void replaceAccess(const model::AccountId &id, const core::Secret &old, const core::Secret &fresh);
    /// A request that may bring other tokens in place of the account's, a change of password say; in its turn, under the file lock, and as crash-safe
    /// as a refresh. @p spend is given the newest tokens there are and answers the new ones, or nullopt where those at hand go on. Its error is the
    /// outcome and changes nothing. New tokens that cannot be stored live on in memory, as after a refresh; notSaved() tells. Further errors:
    /// Storage; SignInAgain where the account is not signed in.
    [[nodiscard]] core::Async<void> exchange(const model::AccountId &id, const TokenExchange &spend);
    /// Sign-out: a running refresh, of another process too, may end by itself for a few seconds and is stopped then, so that the tokens that it
    /// brings late are the ones that are revoked (FAULTS 56). Then every slot goes, the record, and the journal. Answers the last tokens, for
    /// revocation at the backend; an empty TokenSet where they could not be read. On error (a locked keychain) the account stays.
    [[nodiscard]] core::Async<model::TokenSet> forget(const model::AccountId &id);

    /// To be asked before the program ends: done when no account's refresh token is being spent and nothing waits to be stored. What could not be
    /// stored is tried every second up to @p patience; then the Storage error, and what is only in memory goes with the program.
    [[nodiscard]] core::Async<void> settle(std::chrono::milliseconds patience);

    /// Renews ahead of expiry from now on: due at min(5 min, 20 % of the lifetime) before, ±10 % jitter; backoff 1, 2, 4 … 300 s after failures that
    /// keep the token.
    void keepFresh(const model::AccountId &id);
    /// The account's file lock, for who looks after its slots from outside; no refresh begins while it is held, in no process. Errors as
    /// storage::FileLock.
    /// What a crash left half-way between two slots is put right, so that the record's own slot is the newest there is. For who holds lock(); errors
    /// as tokens().
    [[nodiscard]] core::Async<void> mend(const model::AccountId &id);
    [[nodiscard]] core::Async<storage::FileLock> lock(const model::AccountId &id, std::chrono::milliseconds patience);
    /// False: keepFresh() renews nothing until it is true again; tokens() and whoever needs them still do.
    void setRenewsAhead(bool ahead);
    [[nodiscard]] bool renewsAhead() const;

Q_SIGNALS:
    void refreshStarted(const keyturn::model::AccountId &id);
    void adopted(const keyturn::model::Account &account); ///< A sign-in is stored; `generation` 1: the account is new.
    /// The backend gave new tokens to this process; refreshed() follows.
    void refreshedHere(const keyturn::model::AccountId &id, const keyturn::tokens::Renewal &renewal);
    void refreshed(const keyturn::model::AccountId &id); ///< Also when another process did it.
    void refreshFailed(const keyturn::model::AccountId &id, const keyturn::core::Error &error); ///< The token is kept.
    void signInNeeded(const keyturn::model::AccountId &id, const keyturn::core::Error &error); ///< Definite.
    /// Tokens came for an account that was signed out meanwhile. They are not kept: whoever hears it tells the backend (FAULTS 56).
    void orphaned(const keyturn::model::Account &account, const keyturn::model::TokenSet &tokens);
    void notSaved(const keyturn::model::AccountId &id, const keyturn::core::Error &error); ///< New tokens live in memory; the write is tried again.

private:
    [[nodiscard]] Keeper &keeper(const model::AccountId &id);
    void recordsChanged();

    std::unique_ptr<Services> m_services;
    std::unordered_map<QString, std::unique_ptr<Keeper>> m_keepers; ///< By account id.
};

} // namespace keyturn::tokens
