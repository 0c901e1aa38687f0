// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"
#include "core/random.h"
#include "storage/secretstore.h"

namespace keyturn::composition::doctor {

/// Writes 3 kB under a key of its own, reads them back and removes them, whatever went wrong between. No account's entry is touched. What lasts is
/// @p secrets' own patience. All must outlive @p context.
[[nodiscard]] core::Async<Facts> checkKeychain(storage::SecretStore &secrets, core::Random &random, QObject *context);

} // namespace keyturn::composition::doctor
