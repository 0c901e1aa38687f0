// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "target.h"

namespace keyturn::fuzz {

[[nodiscard]] std::unique_ptr<Target> connectionTarget();
[[nodiscard]] std::unique_ptr<Target> headersTarget();
[[nodiscard]] std::unique_ptr<Target> jsonBodyTarget();
[[nodiscard]] std::unique_ptr<Target> queryTarget();
[[nodiscard]] std::unique_ptr<Target> tokensTarget();

} // namespace keyturn::fuzz
