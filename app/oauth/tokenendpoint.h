// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"
#include "oauth/discovery.h"
#include "oauth/keybinding.h"

namespace keyturn::oauth {

/// Spends @p current's refresh token (RFC 6749 §6), once. Where @p binding has a key, @p http is to be a ProvingClient with it. A missing new refresh
/// token keeps the old; a missing scope keeps the granted ones. Errors, of the step `refresh`: those of HttpClient and readTokenResponse(); and,
/// after the new tokens were given back, SignInAgain `id_token_subject` (idTokenAfterRefresh()) and `token_not_bound`: the old refresh token is spent
/// by then, and must not be sent again.
[[nodiscard]] core::Async<model::TokenSet> refreshTokens(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                                         const model::IdentityProvider &provider, const model::TokenSet &current,
                                                         const KeyBinding &binding, QObject *context, std::stop_token stop = {});

/// Asks whether the person has answered for @p deviceCode (RFC 8628 §3.4); @p http and @p binding as above. Errors: those of HttpClient and
/// readTokenResponse(), of the step `token`, among them Rejected `authorization_pending`, `slow_down`, `access_denied`, `expired_token`. Whether the
/// tokens are bound as they must be is the caller's to ask.
[[nodiscard]] core::Async<model::TokenSet> redeemDeviceCode(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                                            const model::IdentityProvider &provider, const core::Secret &deviceCode,
                                                            const KeyBinding &binding, QObject *context, std::stop_token stop);

/// Revokes the refresh token, or the access token where there is none (RFC 7009; GitHub's own form at GitHub's own address). An empty revocation
/// endpoint is Rejected `revocation_unsupported`, GitHub's without a client secret `revocation_needs_secret`; a refusal without a code of RFC 7009's
/// is Rejected `revocation_refused`. A token that is gone already is no error. Errors of a request are of the step `revocation`.
[[nodiscard]] core::Async<void> revokeTokens(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                             const model::IdentityProvider &provider, const model::TokenSet &tokens, QObject *context);

} // namespace keyturn::oauth
