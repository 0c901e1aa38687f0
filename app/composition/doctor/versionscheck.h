// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"

namespace keyturn::composition::doctor {

/// What runs here: the first thing that is asked of whoever reports a fault.
[[nodiscard]] Facts checkVersions();

} // namespace keyturn::composition::doctor
