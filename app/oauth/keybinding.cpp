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

std::optional<core::Error> KeyBinding::objectionTo(const model::TokenSet &tokens) const
{
    if (!required || tokens.bound)
        return std::nullopt;
    return core::Error{core::ErrorKind::BadReply, QStringLiteral("token_not_bound"), QStringLiteral("token_type is Bearer")};
}

core::Result<KeyBinding> newBinding(const ProviderMetadata &metadata, const model::IdentityProvider &provider)
{
    const bool always = provider.dpop == model::KeyBinding::Always;
    const bool offered = provider.dpop == model::KeyBinding::Auto && metadata.dpopAlgorithms.contains(QLatin1String("ES256"));
    return always || offered ? withNewKey(always) : KeyBinding{};
}

core::Result<KeyBinding> bindingOf(const model::TokenSet &tokens, const model::IdentityProvider &provider)
{
    const bool always = provider.dpop == model::KeyBinding::Always;
    if (always && tokens.proofKey.isEmpty())
        return withNewKey(always);
    // A provider that bound the tokens of this sign-in does not forget how; a token that serves without the key is somebody else's doing.
    return KeyBinding{tokens.proofKey, always || tokens.bound};
}

} // namespace keyturn::oauth
