// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

namespace keyturn::console {

/// A word of a command, as a program would be given it.
struct ShellWord {
    QByteArray text;
    qsizetype at = 0; ///< Its first byte in the command.
    bool expands = false; ///< A variable or a command stands in it, as it was written: nobody but a shell knows what it would be.
};

struct ShellCommand {
    QList<ShellWord> words;
    QByteArray rest; ///< What goes on behind the command: a pipe, a redirection, another command.
};

/// The first command in @p text as a POSIX shell would read it (IEEE Std 1003.1, §2.2 and §2.3), with `$'…'` of bash; or, where it is written so, as
/// cmd.exe would, with its carets. Nothing is expanded. Errors are Configuration: `curl_quote_open`.
[[nodiscard]] core::Result<ShellCommand> readShellCommand(const QByteArray &text);

} // namespace keyturn::console
