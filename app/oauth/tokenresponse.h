// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/tokenset.h"
#include "net/httpclient.h"
#include "oauth/keybinding.h"

#include <QJsonObject>

namespace keyturn::oauth {

/// Longest answer of a token endpoint that is read, in bytes.
inline constexpr qsizetype maxTokenResponseBytes = 256 * 1024;

/// Reads a token endpoint's answer (RFC 6749 §5): JSON, or the form encoding that GitHub sends, told by Content-Type; a 200 with `error` is a
/// refusal. Checks token_type (Bearer, or DPoP where @p binding has a key, which goes along with the tokens: RFC 9449 §5), sizes and characters of
/// the tokens (RFC 6750 §2.1), `expires_in` (a number, or digits in a string; longer than ten years counts as ten years). Missing or empty `scope`
/// means @p requestedScopes (§5.1). Errors: SignInAgain for `invalid_grant` and GitHub's `bad_refresh_token`; Rejected with other protocol codes, and
/// `client_secret_missing` where `invalid_request` says so (Google); RateLimited; Offline `server_error` for 5xx, whatever their body says; BadReply
/// `token_response_invalid` (FAULTS 33–42). Whether the tokens are bound as they must be is the caller's to ask, by KeyBinding::objectionTo().
[[nodiscard]] core::Result<model::TokenSet> readTokenResponse(const net::HttpResponse &response, const QStringList &requestedScopes,
                                                              const QDateTime &now, const KeyBinding &binding = {});

/// The members of any protocol endpoint's answer that is no refusal: JSON, or a form whose values are all strings. Errors as above.
[[nodiscard]] core::Result<QJsonObject> readAnswerFields(const net::HttpResponse &response, const QDateTime &now);

/// A code that is refused at a sign-in is no token that was held and lost: SignInAgain becomes Rejected.
[[nodiscard]] core::Error atSignIn(core::Error error);

/// What a protocol endpoint's answer says against us: the Error as above, or nullopt where the status is 2xx and no `error` is in it. For endpoints
/// whose success has no body to read (RFC 7009).
[[nodiscard]] std::optional<core::Error> readRefusal(const net::HttpResponse &response, const QDateTime &now);

} // namespace keyturn::oauth
