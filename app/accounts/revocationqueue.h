// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "core/clock.h"
#include "core/random.h"
#include "storage/filelock.h"
#include "storage/secretstore.h"

#include <QObject>

namespace keyturn::accounts {

/// Revocations that nobody could be told of wait here: the tokens in a slot of their own in the secret store, and in a file beside it (no secret, no
/// person) which slot that is and whom to tell, and nobody else. A week later whoever is not reached is given up: most tokens have run out by then.
class RevocationQueue final : public QObject, public Revoker
{
    Q_OBJECT
public:
    /// @p direct tells; all must outlive it. @p directory holds the files, made when there is something to put there.
    RevocationQueue(core::Clock &clock, core::Random &random, storage::SecretStore &secrets, Revoker &direct, QString directory,
                    QObject *parent = nullptr);

    [[nodiscard]] core::Async<void> revoke(const model::Account &account, const model::TokenSet &tokens) override;
    [[nodiscard]] core::Async<void> revokeOthers(const model::Account &account, const model::TokenSet &tokens) override;
    [[nodiscard]] core::Async<bool> revokeLater(const model::Account &account, const model::TokenSet &tokens) override;
    [[nodiscard]] core::Async<QUrl> endSessionUrl(const model::Account &account) override;
    /// Tries each of those that wait, once; touches neither keychain nor network where none does. Done when each was tried.
    [[nodiscard]] core::Async<void> retryPending() override;
    /// The same now and every hour from now on: for a program that runs for long.
    void keepTrying();
    /// What waits goes over to @p to, which must outlive the answer, and is removed here; what cannot go stays, and waits here: answers how many. A
    /// store that ends with the program takes none.
    [[nodiscard]] core::Async<int> moveTo(storage::SecretStore &to);

private:
    struct Entry;
    [[nodiscard]] QString pathOf(const model::AccountId &slot) const;
    [[nodiscard]] std::optional<Entry> read(const model::AccountId &slot) const;
    [[nodiscard]] core::Result<storage::FileLock> lock(const model::AccountId &slot) const;
    [[nodiscard]] core::Result<void> write(const model::Account &account, storage::SecretStoreKind kind, const QDateTime &since) const;
    [[nodiscard]] core::Async<void> moveOne(const model::AccountId &slot, storage::SecretStore &to);
    [[nodiscard]] core::Async<void> retry(const model::AccountId &slot);
    void retry(const model::Account &account, const storage::FileLock &held, const core::Promise<void> &done);
    void forget(const model::AccountId &slot, const storage::FileLock &held, const core::Promise<void> &done);

    core::Clock &m_clock;
    core::Random &m_random;
    storage::SecretStore &m_secrets;
    Revoker &m_direct;
    QString m_directory;
};

} // namespace keyturn::accounts
