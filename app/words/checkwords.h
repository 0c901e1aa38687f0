// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"

/// Sentences that the command line and the window say alike; where they differ, each says its own.
namespace keyturn::words {

/// What was tried, in a few words: "the address answers".
[[nodiscard]] QString checkTitle(const composition::CheckStep &step);

/// What came of it, and what to do about it; empty where there is no sentence for its code. The step's detail stands in it as it is: make it fit to
/// be shown first.
[[nodiscard]] QString checkRemark(const composition::CheckStep &step);

/// "works", "fails", "cannot tell".
[[nodiscard]] QString outcomeWord(composition::CheckStep::Outcome outcome);

} // namespace keyturn::words
