// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"

namespace keyturn::cli {

/// Runs @p flow to its end while telling its steps on stderr. @p flow must outlive the answer.
[[nodiscard]] core::Async<model::AccountId> followFlow(accounts::SignInFlow &flow, const Invocation &invocation, const QString &backend);
/// The same, asks whether to keep whoever signed in unexpectedly, and then shows who signed in. @p flow must outlive the answer.
[[nodiscard]] core::Async<int> runFlow(accounts::SignInFlow &flow, const Invocation &invocation, const QString &backend);

/// Draws @p url as a QR code on stderr, where that is a terminal and no document is wanted.
void drawQrCode(Terminal &terminal, const QUrl &url);

/// The command that opens the browser for @p account, as --browser and the settings have it; empty: the desktop's.
[[nodiscard]] QString browserCommand(const Invocation &invocation, const model::AccountId &account = {});
/// Whether no browser can be opened here, which is then said: the address is to be shown instead.
[[nodiscard]] bool lacksDisplay(const Invocation &invocation, const QString &command);

/// What can be wrong with the options that readPassword() looks at, said before anything else is done.
[[nodiscard]] core::Result<void> checkPasswordOptions(const QCommandLineParser &options);
/// The password from --password-stdin, --password-fd or a prompt.
[[nodiscard]] core::Result<core::Secret> readPassword(const Invocation &invocation, const QString &user, const QString &backend);
/// The same for a new one: who types it is asked twice.
[[nodiscard]] core::Result<core::Secret> readNewPassword(const Invocation &invocation, const QString &user, const QString &backend);
/// Whether the password comes from a file, so that nobody is there to be asked.
[[nodiscard]] bool isPasswordPiped(const QCommandLineParser &options);
/// The options that readPassword() looks at. `--password` itself is there to be refused with a reason.
void addPasswordOptions(QCommandLineParser &parser);

} // namespace keyturn::cli
