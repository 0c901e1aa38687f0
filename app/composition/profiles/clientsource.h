// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/paths.h"
#include "storage/settingsstore.h"

namespace keyturn::composition {

/// Who said a client id.
enum class ClientOrigin { Nobody, Build, Own, Policy };

/// What `{client:NAME}` stands for, and by whose word.
struct KnownClient {
    storage::ClientRegistration registration;
    ClientOrigin origin = ClientOrigin::Nobody;
    QString path; ///< The policy's file, where it was the policy.
    bool operator==(const KnownClient &) const = default;
};

/// The policy's word for @p name goes before the person's, and that before the build's. A file that cannot be read says nothing.
[[nodiscard]] KnownClient knownClient(const core::Paths &paths, const storage::SettingsStore &settings, const QString &name);

/// Keeps the person's word for @p name; an empty client id takes it back. Both texts are trimmed. Errors: Configuration `client_locked` where a
/// policy has said it, `settings_invalid` with the place; Storage.
[[nodiscard]] core::Result<void> rememberClient(const core::Paths &paths, const storage::SettingsStore &settings, const QString &name,
                                                const storage::ClientRegistration &registration);

} // namespace keyturn::composition
