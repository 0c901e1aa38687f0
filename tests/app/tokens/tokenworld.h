// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "storage/accountstore.h"
#include "support/fakeclock.h"
#include "support/fakerefresher.h"
#include "support/fakesecretstore.h"
#include "tokens/tokenmanager.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace keyturn::tests {

/// No jitter: each fraction is one half.
class MiddlingRandom final : public core::Random
{
public:
    [[nodiscard]] QByteArray bytes(qsizetype count) override { return QByteArray(count, '\x80'); }
};

/// Everything that TokenManagers stand on, with one account to sign in. Each manager made here is as a process of its own: it shares the keychain,
/// the folder and the backend with the others and nothing else.
class TokenWorld
{
public:
    TokenWorld();

    struct Process {
        Process(TokenWorld &world);
        storage::AccountStore accounts;
        tokens::TokenManager manager;
        /// What the manager has told of `ada`, in order, such as `refreshed` or `failed connection_refused`.
        QStringList told;
    };
    [[nodiscard]] std::unique_ptr<Process> start() { return std::make_unique<Process>(*this); }

    /// A sign-in of `ada` through @p process, with @p tokens or those that the backend grants.
    core::Result<model::Account> signIn(Process &process, std::optional<model::TokenSet> tokens = {});
    [[nodiscard]] static model::Account account(const QString &id = QStringLiteral("ada"));
    [[nodiscard]] model::Account record() const;
    [[nodiscard]] bool isSignedIn() const { return std::holds_alternative<model::SignedIn>(record().standing); }
    /// Why it is not; empty where it is.
    [[nodiscard]] QString cause() const;

    /// The slots that are there, as `ada/1`.
    [[nodiscard]] QStringList stored() const { return secrets.entries.keys(); }
    [[nodiscard]] QString journal() const { return directory.filePath(QStringLiteral("state/rotation/ada.json")); }
    [[nodiscard]] QString lock() const { return directory.filePath(QStringLiteral("state/locks/ada.lock")); }
    /// What a killed process left behind of `ada`: a slot, or the journal of a rotation to slot @p next.
    void plantSlot(quint64 generation, const model::TokenSet &tokens);
    void plantJournal(quint64 next) const;
    [[nodiscard]] QString state() const { return directory.filePath(QStringLiteral("state")); }

    /// Lets the event loop turn until nothing more happens by itself.
    static void turn();
    /// Time passes, and what falls due in it is done.
    void pass(std::chrono::milliseconds time);

private:
    /// Each step of a rotation is synced to the disk: where there is a folder in memory the tests need not wait for it.
    [[nodiscard]] static QString inMemory();

public:
    QTemporaryDir directory{inMemory()};
    FakeClock clock;
    MiddlingRandom random;
    FakeSecretStore secrets;
    FakeRefresher refresher{clock};
    model::AccountId id = account().id;
};

/// The answer, which must be there once the event loop has turned; else an error of code `not_answered`.
template <class T> core::Result<T> answerOf(const core::Async<T> &future)
{
    TokenWorld::turn();
    if (!future.isFinished())
        return core::Error{core::ErrorKind::Cancelled, QStringLiteral("not_answered"), {}};
    return future.result();
}

/// The access token of an answer, or its error's code.
[[nodiscard]] QByteArray accessOf(const core::Result<model::TokenSet> &answer);
[[nodiscard]] QByteArray accessOf(const std::optional<model::TokenSet> &tokens);

} // namespace keyturn::tests
