// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QByteArrayView>
#include <QMap>
#include <QString>

/// The bytes of an encrypted file of secrets. Header, all of it authenticated: `KTVAULT1`, argon2id's operations and memory (two little-endian 64-bit
/// numbers), 16 bytes of salt, 16 bytes that tell a wrong passphrase from a damaged file, 24 bytes of nonce. Then XChaCha20-Poly1305's output.
namespace keyturn::storage {

/// How dear each guess at the passphrase is: libsodium's named levels.
enum class KeyCost {
    Interactive, ///< 64 MiB, tenths of a second.
    Moderate, ///< 256 MiB, about a second.
};

/// What a key is derived with; not secret, stands in the header.
struct KeyRecipe {
    quint64 operations = 0;
    quint64 memory = 0; ///< Bytes.
    QByteArray salt;
    bool operator==(const KeyRecipe &) const = default;
};

struct VaultKey {
    KeyRecipe recipe;
    core::Secret key;
    QByteArray check; ///< Stands in the header; made from the same argon2id output as the key and says nothing about it.
};

using VaultContents = QMap<QString, core::Secret>;

/// Longest file that is read, in bytes.
inline constexpr qsizetype maxVaultBytes = 16 * 1024 * 1024;

[[nodiscard]] KeyRecipe newRecipe(KeyCost cost);
/// The recipe in a file's header. Storage `vault_broken`; `vault_newer`.
[[nodiscard]] core::Result<KeyRecipe> recipeOf(QByteArrayView file);
/// Takes long: not in the thread of a window. Storage `vault_key_failed` where memory does not suffice.
[[nodiscard]] core::Result<VaultKey> deriveKey(const core::Secret &passphrase, const KeyRecipe &recipe);
/// Precondition: recipeOf() is good and equals the key's. Storage `passphrase_wrong`, `vault_broken`.
[[nodiscard]] core::Result<VaultContents> openVault(QByteArrayView file, const VaultKey &key);
/// With a new nonce each time.
[[nodiscard]] QByteArray sealVault(const VaultContents &contents, const VaultKey &key);

} // namespace keyturn::storage
