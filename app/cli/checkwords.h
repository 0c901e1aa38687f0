// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"

#include <QJsonObject>

namespace keyturn::cli {

/// What came of it, and what to do about it; empty where it works and there is nothing more to say. @p backend is the profile's name.
[[nodiscard]] QString checkRemark(const composition::CheckStep &step, const QString &backend);

/// `{"step","outcome":"works|fails|cannotTell","place","code","detail","message"}`.
[[nodiscard]] QJsonObject checkJson(const composition::CheckStep &step, const QString &backend);

} // namespace keyturn::cli
