// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "accounts/signinflow.h"
#include "core/clock.h"
#include "core/random.h"
#include "storage/accountstore.h"
#include "storage/secretstore.h"
#include "tokens/tokenmanager.h"

namespace keyturn::accounts {

/// What a successful sign-in is to become.
struct NewSignIn {
    model::ProfileId profile;
    model::ProviderId provider;
    model::SignInMethod method = model::SignInMethod::Password;
    QString label;
    model::AccountId expected; ///< Empty: any.
    model::Identity identity;
    model::TokenSet tokens;
    bool embedded = false; ///< The profile's backend is our own child, whose port may be another one than last time.
    QStringList askedScopes = {}; ///< Of a provider; what was granted stands in the tokens.
    model::ProviderId handoff = {}; ///< By which the backend handed the person over; `provider` is empty then.
    QStringList origins = {}; ///< Where the tokens came from and may go (tokenorigins.h).
    QString loginHint = {}; ///< Whom the provider was asked to sign in; empty: anybody.
};

/// That somebody else signed in than was expected: Rejected `other_identity`, with their name.
[[nodiscard]] core::Error otherIdentity(const model::Identity &identity);

/// The common tail of every sign-in: from tokens and an identity to a stored account, or to nothing at all. All must outlive it.
struct AccountKeeping {
    core::Clock &clock;
    core::Random &random;
    storage::AccountStore &accounts;
    storage::SecretStore &secrets;
    tokens::TokenManager &tokens;
    Revoker &revoker;

    /// Whether tokens could be kept at all, asked before the person types or goes to the browser.
    [[nodiscard]] core::Async<void> ready(QObject *context) const;
    /// Who came, where it is neither the account nor the person that was expected; nullopt where all is as it should be.
    [[nodiscard]] std::optional<UnexpectedIdentity> unexpected(const NewSignIn &signIn) const;
    /// The same identity is the same account, also where another process signs it in just now: it keeps its id, label and place. What cannot be kept
    /// is revoked.
    [[nodiscard]] core::Async<model::Account> keep(const NewSignIn &signIn, QObject *context) const;
    [[nodiscard]] core::Async<model::Account> adoptAgain(const model::Account &account, const NewSignIn &signIn, QObject *context) const;
    /// Ends the session of @p replaced once the new one is stored.
    [[nodiscard]] core::Async<model::Account> adopt(const model::Account &account, const std::optional<model::TokenSet> &replaced,
                                                    const NewSignIn &signIn, QObject *context) const;
    [[nodiscard]] core::Async<model::Account> findOrAdd(const NewSignIn &signIn, model::Account account, QObject *context) const;
    /// Whether this device holds a sign-in of @p identity at the provider that renews itself.
    [[nodiscard]] bool holds(const model::ProfileId &profile, const model::ProviderId &provider, const model::Identity &identity) const;
    /// Ends at the backend the session of @p old, which @p fresh took the place of; later, where it cannot be reached. Nothing is done at a provider,
    /// where the end of one token may be that of the whole grant (RFC 7009 §2.1; Google and GitHub do so), nor where both are the same session.
    [[nodiscard]] core::Async<void> endReplaced(const model::Account &account, const model::TokenSet &old, const model::TokenSet &fresh,
                                                QObject *context) const;
    /// Ends the session at the backend of what came and is not kept, now or later; answers @p why. Where a listed account is the same person's at the
    /// same provider nothing is ended: Google's revocation, for one, would end that account's sign-in as well.
    [[nodiscard]] core::Async<model::Account> giveBack(const model::Account &account, const model::TokenSet &tokens, const core::Error &why,
                                                       QObject *context) const;
};

} // namespace keyturn::accounts
