// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

namespace keyturn::inspection {

/// Longest text that is read as a token, in bytes.
inline constexpr qsizetype maxTokenBytes = 1'000'000;

/// What somebody pasted, without what stands around the token in a header line, a program or a terminal.
struct PastedText {
    core::Secret token;
    QString scheme; ///< "Bearer", "DPoP" …, where one stood before it (RFC 9110 §11.4).
};

/// Takes off a header's name and the scheme, quotes, commas and white space around it, and line breaks within. Errors are BadReply: `token_empty`,
/// `token_too_large`, `token_binary` (what is no printable ASCII), `token_spaces` (words, and no token).
[[nodiscard]] core::Result<PastedText> tidied(const core::Secret &pasted);

} // namespace keyturn::inspection
