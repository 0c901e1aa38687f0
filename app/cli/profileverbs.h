// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

/// The verbs of `profiles`, a file each.
namespace keyturn::cli {

/// @p name, or standard input for `-`; at most one byte more than a profile may have. Configuration `usage` where it cannot be read.
[[nodiscard]] core::Result<QByteArray> readProfileText(const QString &name);

[[nodiscard]] core::Result<int> listProfiles(const Invocation &invocation);
[[nodiscard]] core::Result<int> showProfile(const Invocation &invocation, const QString &id);
[[nodiscard]] core::Result<int> addProfile(const Invocation &invocation, const QString &name);
/// Adds @p text and says what came of it.
[[nodiscard]] core::Result<int> addProfileText(const Invocation &invocation, const QByteArray &text);
[[nodiscard]] core::Result<int> removeProfile(const Invocation &invocation, const QString &id);
/// `client`, `client NAME` with what its options say.
[[nodiscard]] core::Result<int> clientOfProfiles(const Invocation &invocation, const QString &name);
/// `discover URL`: asks, makes a profile, and prints it or does with it what the options say. @p context outlives the answer.
[[nodiscard]] core::Async<int> discoverProfile(const Invocation &invocation, const QString &address, QObject *context);

} // namespace keyturn::cli
