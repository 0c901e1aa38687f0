// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/secretplaces.h"

#include "accounts/revocationqueue.h"
#include "composition/movenote.h"
#include "composition/secretmove.h"
#include "storage/encryptedfilestore.h"
#include "storage/keychainstore.h"
#include "storage/secretservice.h"
#include "storage/sessiononlystore.h"

namespace keyturn::composition {

namespace {

using Store = std::unique_ptr<storage::SecretStore>;
using storage::SecretServiceState;

constexpr std::chrono::seconds keychainPatience{5};

} // namespace

core::Result<Store> makeSecretStore(const QString &place, const core::Paths &paths, const core::Secret &passphrase, core::Clock &clock)
{
    if (place == QLatin1String("keychain"))
        return Store(std::make_unique<storage::KeychainStore>(clock));
    if (place == QLatin1String("session"))
        return Store(std::make_unique<storage::SessionOnlyStore>());
    if (place == QLatin1String("file"))
        return Store(std::make_unique<storage::EncryptedFileStore>(secretFileIn(paths), passphrase));
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("secret_store_unknown"), place};
}

core::Async<bool> isQuiet(const storage::SecretStore &secrets, tokens::TokenManager &tokens, const model::AccountId &id)
{
    if (secrets.kind() != storage::SecretStoreKind::Keychain)
        return core::ready<bool>(true);
    return core::chain(storage::secretServiceState(keychainPatience, &tokens), &tokens,
                       [&tokens, id](SecretServiceState state) -> core::Result<bool> {
                           return state == SecretServiceState::Unlocked || (state == SecretServiceState::Unknown && tokens.current(id).has_value());
                       });
}

core::Async<QStringList> finishMovesOfBefore(const MovesOfBefore &moves)
{
    if (!hasMoveNotes(moves.paths))
        return core::ready<QStringList>(QStringList());
    return core::chain(storage::secretServiceState(keychainPatience, &moves.context), &moves.context,
                       [moves](SecretServiceState state) -> core::Async<QStringList> {
                           const bool opens = state == SecretServiceState::Unlocked || state == SecretServiceState::Unknown;
                           MoveFinish how{moves.setting, moves.override, {}, {}};
                           how.open = [moves, opens](const QString &place) -> std::shared_ptr<storage::SecretStore> {
                               if (place == QLatin1String("keychain") && !opens)
                                   return nullptr;
                               core::Result<Store> made = makeSecretStore(place, moves.paths, moves.passphrase, moves.clock);
                               return made.ok() ? std::shared_ptr<storage::SecretStore>(std::move(made).value()) : nullptr;
                           };
                           how.rescue = [moves](storage::SecretStore &store) {
                               const auto queue = std::make_shared<accounts::RevocationQueue>(moves.clock, moves.random, store, moves.direct,
                                                                                              moves.paths.state + QLatin1String("/revocations"));
                               return core::chain(queue->moveTo(moves.present), &moves.context, [queue](int) -> core::Result<void> { return {}; });
                           };
                           return finishMoves(moves.paths, how, &moves.context);
                       });
}

} // namespace keyturn::composition
