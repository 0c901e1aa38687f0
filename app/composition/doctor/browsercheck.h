// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"
#include "core/clock.h"

namespace keyturn::composition::doctor {

/// What a sign-in would open the browser with (@p setting, `BROWSER`, the desktop's opener and what that in turn names), and whether it is there.
/// Opens nothing. @p clock must outlive @p context.
[[nodiscard]] core::Async<Facts> checkBrowser(core::Clock &clock, const QString &setting, QObject *context);

} // namespace keyturn::composition::doctor
