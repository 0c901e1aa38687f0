// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/event.h"
#include "lab/report.h"
#include "lab/serverfaults.h"

#include <functional>

/// What the experiments with tokens say. %1 of a text is the backend's name, made fit to be shown by whoever speaks.
namespace keyturn::words {

/// "Use a refresh token twice".
[[nodiscard]] QString experimentName(lab::Experiment experiment);
/// What it does and what to expect, in one or two sentences.
[[nodiscard]] QString experimentAbout(lab::Experiment experiment, const QString &backend);
/// Before one that may end the session; empty for the others.
[[nodiscard]] QString experimentWarning(lab::Experiment experiment, const QString &backend);
[[nodiscard]] QString verdictSentence(lab::Verdict verdict, const QString &backend);
/// What was done in this step.
[[nodiscard]] QString stepSentence(const lab::Step &step, const QString &backend);
/// What came of it: "new tokens", "refused (reuse_detected)".
[[nodiscard]] QString stepOutcome(const lab::Step &step);
/// Of an event of the kind Experiment, whose words may be a newer program's.
[[nodiscard]] QString experimentEvent(const history::Event &event, const QString &backend);
/// The sentence of what the lab refuses itself, where %1 stands for the backend; empty for other codes.
[[nodiscard]] QString labTrouble(const QString &code);
/// "This program's clock is 10 min ahead." %1 of @p span's own words; empty where it is right.
[[nodiscard]] QString clockSentence(std::chrono::seconds ahead, const std::function<QString(std::chrono::seconds)> &span);

} // namespace keyturn::words
