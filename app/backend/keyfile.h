// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/signingkey.h"

namespace keyturn::backend {

/// The backend's own keys: access tokens are signed with one, the simulated Google's ID tokens with the other, so that neither can stand for the
/// other.
struct Keys {
    SigningKey access;
    SigningKey google;
};

/// Reads `keys.json` from @p directory, or generates the keys and writes it (0600, whole or not at all). Storage `keys_unreadable` where the
/// file is broken (it is left as it is: new keys would end every session), `keys_unwritable`.
[[nodiscard]] core::Result<Keys> loadOrCreateKeys(const QString &directory);

} // namespace keyturn::backend
