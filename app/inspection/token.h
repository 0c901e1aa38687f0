// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "inspection/members.h"
#include "inspection/opaquetoken.h"
#include "inspection/pastedtext.h"

#include <optional>
#include <variant>

/// A token read for a person: what it is, what it says, what is wrong with it, whether its signature holds, and what another one says otherwise.
namespace keyturn::inspection {

/// How a JWS or JWE is written: in dots, or as JSON with one or several signatures (RFC 7515 §7, RFC 7516 §7).
enum class Form { Compact, Flattened, General };

/// A JWS (RFC 7515), nothing verified.
struct SignedToken {
    Form form = Form::Compact;
    qsizetype signatures = 1; ///< Of which the first is what stands here.
    Members header; ///< What is protected by the signature, and after it what is not.
    std::optional<Members> claims; ///< nullopt: the payload is no JSON object, so that it is a JWS and no JWT.
    qsizetype payloadBytes = 0;
    qsizetype signatureBytes = 0;
    core::Secret compact; ///< As compact serialization, whatever it was written as.
};

/// A JWE (RFC 7516): its header alone can be read without the recipient's key.
struct EncryptedToken {
    Form form = Form::Compact;
    Members header;
    qsizetype cipherBytes = 0;
};

using Content = std::variant<SignedToken, EncryptedToken, OpaqueToken>;

struct Token {
    Content content;
    QString scheme; ///< As PastedText's.
    qsizetype bytes = 0; ///< As it is sent.
};

/// Reads any text as a token. Errors are BadReply: those of tidied(); `token_truncated` (its end is missing), `token_parts` (not three, and not
/// five), `token_base64` (a part is no canonical base64url, RFC 7515 §2; the detail names the part), `token_json` (a part is no JSON object),
/// `token_duplicate_member` (RFC 7515 §4: which one counts is anybody's guess), `token_not_serialized` (JSON that is no JWS and no JWE), `token_key`
/// (a key in PEM).
[[nodiscard]] core::Result<Token> readToken(const core::Secret &pasted);

/// What a token is for, as far as it tells.
enum class Use { Unknown, Access, Id, Logout, Proof };

/// By `typ` (RFC 9068 §2.1, OpenID Connect Back-Channel Logout §2.4, RFC 9449 §4.2), else by claims that one kind alone has.
[[nodiscard]] Use useOf(const SignedToken &token);

} // namespace keyturn::inspection
