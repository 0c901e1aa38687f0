// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/signingkey.h"
#include "core/secret.h"

namespace keyturn::backend {

/// The backend's own keys: access tokens are signed with one, the simulated Google's ID tokens with the other, so that neither can stand for the
/// other.
struct Keys {
    SigningKey access;
    SigningKey google;
};

/// Reads the file @p path, or generates the keys and writes it (0600, whole or not at all; where two do so at once, both get the same). Storage
/// `keys_unreadable` where the file is broken (it is left as it is: new keys would end every session), `keys_unwritable`.
[[nodiscard]] core::Result<Keys> loadOrCreateKeys(const QString &path);

/// A secret that all backends with the same keys have in common, one for each @p purpose; nobody learns a key from it.
[[nodiscard]] core::Secret sharedSecret(const Keys &keys, QByteArrayView purpose);

} // namespace keyturn::backend
