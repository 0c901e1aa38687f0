// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/keybinding.h"

#include "jose/proofkey.h"

namespace keyturn::oauth {

namespace {

core::Result<KeyBinding> withNewKey(bool required)
{
    core::Result<core::Secret> key = jose::makeProofKey();
    return key.ok() ? core::Result<KeyBinding>(KeyBinding{*key, required}) : key.error();
}

} // namespace

core::Result<KeyBinding> newBinding(const ProviderMetadata &metadata, const model::IdentityProvider &provider)
{
    const bool always = provider.dpop == model::KeyBinding::Always;
    const bool offered = provider.dpop == model::KeyBinding::Auto && metadata.dpopAlgorithms.contains(QLatin1String("ES256"));
    return always || offered ? withNewKey(always) : KeyBinding{};
}

core::Result<KeyBinding> bindingOf(const model::TokenSet &tokens, const model::IdentityProvider &provider)
{
    const bool always = provider.dpop == model::KeyBinding::Always;
    return always && tokens.proofKey.isEmpty() ? withNewKey(always) : KeyBinding{tokens.proofKey, always};
}

} // namespace keyturn::oauth
