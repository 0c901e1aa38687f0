// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/draft.h"
#include "core/secret.h"

#include <optional>

namespace keyturn::console {

enum class Language {
    Curl, ///< For a POSIX shell.
    Httpie, ///< The same.
    Fetch, ///< JavaScript, as Node.js and browsers run it.
    Python, ///< With the package requests.
};

/// How the account proves itself; a token alone, without it nobody sends as the account.
struct SnippetCredential {
    QByteArray header = "Authorization";
    QByteArray prefix = "Bearer ";
    core::Secret token; ///< Empty: a placeholder stands for it, `$TOKEN` or what the language has for a variable of the environment.
};

struct SnippetOptions {
    std::optional<SnippetCredential> credential = {}; ///< Absent: the request goes to somebody who is not to have the account's token.
    /// Whether what is a secret within address, headers and body is told as it stands; else it reads as blanks.h has it.
    bool secretsShown = false;
};

/// @p draft as a program of @p language that sends the same, each byte of it quoted as the language wants it. The caller's own Authorization and
/// Cookie are left out, as the account's manager leaves them out. Errors: those of checkHead() and addressOf(); Configuration `snippet_impossible`:
/// it holds what the language cannot say, a zero byte in a shell's word for instance.
[[nodiscard]] core::Result<core::Secret> snippet(const Draft &draft, const QUrl &base, Language language, const SnippetOptions &options);

} // namespace keyturn::console
