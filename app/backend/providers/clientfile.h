// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/providerclient.h"
#include "core/result.h"

namespace keyturn::backend {

/// Clients of the simulated providers from a JSON file: `{"clients":[{"id","name","secret"?,"redirectUri"?}]}`. Without a secret a client is public,
/// without a redirectUri any loopback address serves. Configuration `clients_unreadable` with a sentence that names the file and never a secret.
[[nodiscard]] core::Result<QList<ProviderClient>> readClientFile(const QString &path);

} // namespace keyturn::backend
