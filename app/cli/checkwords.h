// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"

#include <QJsonObject>

namespace keyturn::cli {

/// What was tried, in a few words: "the address answers".
[[nodiscard]] QString checkTitle(const composition::CheckStep &step);

/// What came of it, and what to do about it; empty where it works and there is nothing more to say. @p backend is the profile's name.
[[nodiscard]] QString checkRemark(const composition::CheckStep &step, const QString &backend);

/// "works", "fails", "cannot tell".
[[nodiscard]] QString outcomeWord(composition::CheckStep::Outcome outcome);

/// `{"step","outcome":"works|fails|cannotTell","place","code","detail","message"}`.
[[nodiscard]] QJsonObject checkJson(const composition::CheckStep &step, const QString &backend);

} // namespace keyturn::cli
