// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "core/clock.h"
#include "model/account.h"
#include "storage/accountstore.h"
#include "tokens/tokenmanager.h"

#include <QObject>

namespace keyturn::accounts {

/// What the account list shows, in one word.
enum class AccountState { Ready, ExpiresSoon, Offline, SignInAgain, KeychainLocked };

/// How far a sign-out goes.
enum class SignOutScope {
    ThisDevice, ///< Ends this session at the backend, then forgets it here. Forgets also where the backend cannot be reached, and says so.
    Everywhere, ///< Every session of the account at the backend, then here.
    LocalOnly, ///< Forgets here without telling the backend.
};

struct SignOutOutcome {
    bool backendTold = false; ///< The backend confirmed, or has nothing to be told.
    std::optional<core::Error> backendError;
    bool toldLater = false; ///< It is kept, and told when the backend can be reached.
};

/// The accounts of this person, for both faces: list, find, state, label, sign-out.
class AccountManager : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    AccountManager(core::Clock &clock, storage::AccountStore &store, tokens::TokenManager &tokens, Revoker &revoker, QObject *parent = nullptr);

    /// Reads the store (again). Errors are the store's; the list then stays as it was.
    [[nodiscard]] core::Result<void> reload();
    [[nodiscard]] const QList<model::Account> &accounts() const { return m_accounts; }
    [[nodiscard]] const model::Account *account(const model::AccountId &id) const; ///< Null where unknown; valid until the next change.
    [[nodiscard]] AccountState state(const model::AccountId &id) const;
    /// The last failure that kept the token; nullopt where all is well.
    [[nodiscard]] std::optional<core::Error> lastError(const model::AccountId &id) const;

    /// ACCOUNT of the command line: an id, `name@profile`, or an unambiguous part of either. Configuration `account_unknown`, `account_ambiguous`
    /// (detail lists them).
    [[nodiscard]] core::Result<model::Account> find(const QString &wanted) const;

    [[nodiscard]] core::Result<void> setLabel(const model::AccountId &id, const QString &label);
    /// As model::Account::hue; values outside the circle are brought into it.
    [[nodiscard]] core::Result<void> setHue(const model::AccountId &id, std::optional<int> hue);
    /// In front of @p before in the list; empty: to its end.
    [[nodiscard]] core::Result<void> move(const model::AccountId &id, const model::AccountId &before);
    [[nodiscard]] core::Async<SignOutOutcome> signOut(const model::AccountId &id, SignOutScope scope);

Q_SIGNALS:
    void accountAdded(const keyturn::model::AccountId &id);
    void accountChanged(const keyturn::model::AccountId &id); ///< Record or state.
    void accountRemoved(const keyturn::model::AccountId &id);
    void accountsMoved(); ///< The same ones in another order.
    void signOutStarted(const keyturn::model::AccountId &id); ///< By signOut() of this process; where it fails, nothing more is told.
    /// By signOut() of this process, once its outcome is there.
    void signedOut(const keyturn::model::Account &account, keyturn::accounts::SignOutScope scope, const keyturn::accounts::SignOutOutcome &outcome);

private:
    void noteFailure(const model::AccountId &id, const core::Error &error);
    void noteSuccess(const model::AccountId &id);
    [[nodiscard]] core::Result<void> change(const model::AccountId &id, const std::function<void(model::Account &)> &step);
    [[nodiscard]] core::Async<SignOutOutcome> endHere(const model::Account &account, SignOutScope scope);
    [[nodiscard]] core::Async<SignOutOutcome> tellBackend(const model::Account &account, const model::TokenSet &last);

    core::Clock &m_clock;
    storage::AccountStore &m_store;
    tokens::TokenManager &m_tokens;
    Revoker &m_revoker;
    QList<model::Account> m_accounts;
    QHash<model::AccountId, qsizetype> m_places; ///< In m_accounts.
    QHash<model::AccountId, core::Error> m_lastErrors;
};

} // namespace keyturn::accounts
