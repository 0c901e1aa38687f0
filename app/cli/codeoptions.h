// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

/// A secret that a command is given: its option's name without what follows, and what it is asked for with at a terminal.
struct SecretOption {
    QString name; ///< `code` for --code-stdin and --code-fd.
    QString question;
};

/// --NAME-stdin and --NAME-fd; --NAME itself is there to be refused with a reason.
void addSecretOptions(QCommandLineParser &parser, const QString &name, const QString &what);
/// What can be wrong with them, said before anything else is done.
[[nodiscard]] core::Result<void> checkSecretOptions(const QCommandLineParser &options, const QString &name);
/// Whether it comes from a file, so that nobody is there to be asked.
[[nodiscard]] bool isSecretPiped(const QCommandLineParser &options, const QString &name);
/// From where the options say, or a prompt. Several that come from standard input come line by line, in the order in which they are read.
[[nodiscard]] core::Result<core::Secret> readSecret(const Invocation &invocation, const SecretOption &option);

/// A code that came by e-mail: --code-stdin and --code-fd.
void addCodeOptions(QCommandLineParser &parser);
/// A new password: from --new-password-stdin, --new-password-fd, or a prompt, asked twice. Configuration `usage` where the two differ; Rejected
/// `password_rules` where it breaks @p rules.
[[nodiscard]] core::Result<core::Secret> readFreshPassword(const Invocation &invocation, const model::PasswordRules &rules);
void addFreshPasswordOptions(QCommandLineParser &parser);

} // namespace keyturn::cli
