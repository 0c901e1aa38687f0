// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/secretservice.h"

namespace keyturn::storage {

core::Async<SecretServiceState> secretServiceState(std::chrono::milliseconds, QObject *)
{
    return core::ready<SecretServiceState>(SecretServiceState::Unknown); // no Secret Service on this platform
}

} // namespace keyturn::storage
