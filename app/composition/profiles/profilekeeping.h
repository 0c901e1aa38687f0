// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/keyturn.h"

namespace keyturn::composition {

/// The accounts that were signed in to by the profile @p id.
[[nodiscard]] QList<model::Account> usersOf(const QList<model::Account> &accounts, const model::ProfileId &id);

/// What a person calls an account: its label, else its e-mail, else its id.
[[nodiscard]] QStringList namesOf(const QList<model::Account> &accounts);

/// Whether what is sent by @p after could reach a place that @p before does not name, or be believed there by another authority.
[[nodiscard]] bool sendsElsewhere(const model::BackendProfile &before, const model::BackendProfile &after);

/// Whether the person was asked and wants it all the same.
enum class Consent { NotAsked, Given };

/// Adds @p json to the own profiles. What accounts hold goes where their profile says: without consent one that would send it elsewhere is refused as
/// Configuration `profile_would_change`, one in which an account's way to sign in is no longer there as `profile_in_use`; the detail names the
/// accounts. Else the errors of ProfileStore::add() and AccountManager::reload().
[[nodiscard]] core::Result<storage::AddedProfile> keepProfile(Keyturn &core, const QByteArray &json, Consent consent);

/// Removes an own profile. Without consent one that accounts use is refused: Configuration `profile_in_use`, the detail names them. Else the errors
/// of ProfileStore::remove().
[[nodiscard]] core::Result<void> dropProfile(Keyturn &core, const model::ProfileId &id, Consent consent);

} // namespace keyturn::composition
