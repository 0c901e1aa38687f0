// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/findings.h"

namespace keyturn::inspection {

/// What the claims show: times, issuer and audience, what is missing, and what has no place where anybody reads it (RFC 7519 §4, §12).
[[nodiscard]] QList<Finding> claimFindings(const Members &claims, Use use, const Expectation &expected);

} // namespace keyturn::inspection
