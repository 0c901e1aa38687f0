// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcessEnvironment>
#include <QStringList>

#include <optional>

namespace keyturn::backend {

/// How the program ends.
namespace exitstatus {
constexpr int done = 0;
constexpr int no = 1; ///< It ran, and the answer is no.
constexpr int usage = 2;
constexpr int port = 4;
constexpr int disk = 5;
} // namespace exitstatus

/// The sentence on stderr, after the program's name; @p status is given back.
int complain(const QString &sentence, int status);

/// Runs the command that @p arguments (which start with the program's name) ask for; its exit status. Nothing: they ask for none, but to serve.
[[nodiscard]] std::optional<int> runCommand(const QStringList &arguments, const QString &defaultDataDirectory,
                                            const QProcessEnvironment &environment);

} // namespace keyturn::backend
