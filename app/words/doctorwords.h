// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"

#include <functional>

/// Sentences that the window and the command line share.
namespace keyturn::words {

/// Whom a remedy is told to.
enum class Surface { Window, CommandLine };

/// Makes a value that may hold anything fit to be shown: one line, no control characters.
using Cleaner = std::function<QString(const QString &)>;

[[nodiscard]] QString titleOf(composition::doctor::Check check);
[[nodiscard]] QString foundSentence(const composition::doctor::Finding &finding, const Cleaner &clean);
/// What to do about it; empty where there is nothing to do.
[[nodiscard]] QString remedySentence(const composition::doctor::Finding &finding, Surface surface);

} // namespace keyturn::words
