// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/account.h"
#include "model/tokenset.h"

namespace keyturn::tokens {

/// What lies in one slot of the secret store: the tokens, bound to the account, the issuer and the generation that they were put there for, so that
/// an entry copied over another account's is noticed (FAULTS 71).
[[nodiscard]] core::Secret packEntry(const model::Account &account, quint64 generation, const model::TokenSet &tokens);

/// Errors are Storage: `secret_broken` (no entry of ours), `secret_misplaced` (another account's, issuer's or generation's).
[[nodiscard]] core::Result<model::TokenSet> unpackEntry(const core::Secret &entry, const model::Account &account, quint64 generation);

} // namespace keyturn::tokens
