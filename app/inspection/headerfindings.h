// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inspection/findings.h"

namespace keyturn::inspection {

/// What the header of a JWS shows: algorithm, key hints, type, `crit` (RFC 7515 §4, RFC 8725 §3).
[[nodiscard]] QList<Finding> headerFindings(const SignedToken &token, Use use);

/// The same of a JWE (RFC 7516 §4).
[[nodiscard]] QList<Finding> headerFindings(const EncryptedToken &token);

} // namespace keyturn::inspection
