// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/tokenset.h"

namespace keyturn::model {

/// Which of @p asked the provider did not grant with @p tokens (RFC 6749 §3.3 lets it grant less). Providers write some of what they grant in other
/// words, and those count as granted: Google's `email` and `profile` come back as addresses; GitHub leaves out what a wider scope holds
/// (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps, "Normalized scopes"); `offline_access` is granted where a
/// refresh token came. Where no scope is known of @p tokens nothing counts as withheld.
[[nodiscard]] QStringList withheldScopes(const QStringList &asked, const TokenSet &tokens);

} // namespace keyturn::model
