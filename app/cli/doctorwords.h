// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"

/// The doctor's findings in sentences.
namespace keyturn::cli {

[[nodiscard]] QString titleOf(composition::doctor::Check check);
/// `ok`, `warning`, `problem`, `skipped`: in JSON, and on the terminal as well.
[[nodiscard]] QString wordOf(composition::doctor::Outcome outcome);
[[nodiscard]] QString foundSentence(const composition::doctor::Finding &finding);
/// What to do about it; empty where there is nothing to do.
[[nodiscard]] QString remedySentence(const composition::doctor::Finding &finding);

} // namespace keyturn::cli
