// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"

/// The doctor's findings in sentences, plain text.
namespace keyturn::ui::doctor {

[[nodiscard]] QString wordOf(composition::doctor::Outcome outcome);
/// Over the whole report.
[[nodiscard]] QString summaryOf(composition::doctor::Outcome outcome);
[[nodiscard]] QString foundSentence(const composition::doctor::Finding &finding);
/// What to do about it; empty where there is nothing to do.
[[nodiscard]] QString remedySentence(const composition::doctor::Finding &finding);
/// To be copied into a letter: the same sentences, a line each.
[[nodiscard]] QString plainText(const composition::doctor::Report &report);

} // namespace keyturn::ui::doctor
