// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/common/tone.h"
#include "ui/lab/labport.h"

namespace keyturn::ui::lab {

/// The backend's name, fit to be shown.
[[nodiscard]] QString shownName(const QString &backend);
/// Each step in a line: "Refresh: new access token · 42 ms".
[[nodiscard]] QString stepLines(const Report &report, const QString &backend);
/// What came of it, and why where it came to nothing.
[[nodiscard]] QString outcomeSentence(const Report &report, const QString &backend);
/// As common::sentenceFor(), with what the lab itself refuses.
[[nodiscard]] QString troubleSentence(const core::Error &error, const QString &backend);
/// Warning where the backend is at fault, or the account is signed out now.
[[nodiscard]] common::Tone toneOf(const Report &report);
/// "latency=50 for POST /api/auth/refresh, for 2 more requests".
[[nodiscard]] QString faultWords(const ArmedFault &fault);

} // namespace keyturn::ui::lab
