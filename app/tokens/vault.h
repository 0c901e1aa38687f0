// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "tokens/held.h"
#include "tokens/services.h"

#include <QObject>

#include <optional>

/// What a record and its slots go through together. Everything but readHeld() is done under the account's file lock.
namespace keyturn::tokens {

/// What the record's generation says is there. Errors: SignInAgain with the record's cause, Storage: those of the stores and of unpackEntry().
[[nodiscard]] core::Async<Held> readHeld(Services &services, const model::AccountId &id, QObject *context);

/// The same, after it has finished what a crash left undone: commits slot generation+1 where a rotation's answer lies there, removes the slot that
/// the commit before left over (FAULTS 99–104).
[[nodiscard]] core::Async<Held> mendAndRead(Services &services, const model::AccountId &id, QObject *context);

/// Writes the slot (the store reads it back), then commits its generation in the record. Storage `account_unknown` where the account was signed out
/// meanwhile, `account_overtaken` where its record is further: the slot is removed again then, and trying once more makes no sense.
[[nodiscard]] core::Async<Held> save(Services &services, const Held &held, QObject *context);
[[nodiscard]] bool isOvertaken(const core::Error &error);

/// Removes the slot that a commit left over, then the journal: only while the journal stands is a slot that could not be removed found again.
[[nodiscard]] core::Async<void> cleanUp(Services &services, const model::AccountId &id, quint64 spent, QObject *context);

/// A sign-in's tokens: slot generation+1 first, then the record as a whole. Nothing is left behind on error. Where the same person of the same
/// provider brings no refresh token and one is held that nobody has refused, of @p inMemory where that is newer than what is stored, it is kept.
[[nodiscard]] core::Async<Held> adoptTokens(Services &services, const Held &signedIn, const std::optional<Held> &inMemory, QObject *context);

/// Every slot, the record, the journal. Answers the newest tokens, @p inMemory where those are newer than what is stored; an empty TokenSet where
/// they could not be read.
[[nodiscard]] core::Async<model::TokenSet> removeAccount(Services &services, const model::AccountId &id, const std::optional<Held> &inMemory,
                                                         QObject *context);

/// Slots of sign-ins that a crash kept from becoming accounts: the journal names them, no record does.
void removeOrphans(Services &services, QObject *context);

} // namespace keyturn::tokens
