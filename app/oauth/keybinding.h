// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/tokenset.h"
#include "oauth/discovery.h"

#include <optional>

namespace keyturn::oauth {

/// The key that tokens are to be bound to (RFC 9449).
struct KeyBinding {
    core::Secret key = {}; ///< A private JWK; empty: tokens are not to be bound.
    bool required = false; ///< An access token that is not bound is refused.

    [[nodiscard]] bool isWanted() const { return !key.isEmpty(); }
    /// What is wrong with @p tokens, which came all the same and are to be given back: BadReply `token_not_bound`.
    [[nodiscard]] std::optional<core::Error> objectionTo(const model::TokenSet &tokens) const;
};

/// For a sign-in: a new key where the profile says so, or where it leaves it open and the provider's metadata offers ES256. Errors as
/// jose::makeProofKey()'s.
[[nodiscard]] core::Result<KeyBinding> newBinding(const ProviderMetadata &metadata, const model::IdentityProvider &provider);

/// For a refresh: the key that the tokens have, whatever the profile says by now, and bound ones stay so; a new key where they have none and the
/// profile insists.
[[nodiscard]] core::Result<KeyBinding> bindingOf(const model::TokenSet &tokens, const model::IdentityProvider &provider);

} // namespace keyturn::oauth
