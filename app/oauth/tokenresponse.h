// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/tokenset.h"
#include "net/httpclient.h"

namespace keyturn::oauth {

/// Reads a token endpoint's answer (RFC 6749 §5): JSON, or the form encoding that GitHub sends, told by Content-Type; a 200 with `error` is a
/// refusal. Checks token_type Bearer, sizes and characters of the tokens (RFC 6750 §2.1), `expires_in`. Missing `scope` means @p requestedScopes
/// (§5.1). Errors: SignInAgain for `invalid_grant` and GitHub's `bad_refresh_token`; Rejected with other protocol codes; RateLimited; Offline
/// `server_error` for 5xx; BadReply `token_response_invalid` (FAULTS 33–42).
[[nodiscard]] core::Result<model::TokenSet> readTokenResponse(const net::HttpResponse &response, const QStringList &requestedScopes,
                                                              const QDateTime &now);

} // namespace keyturn::oauth
