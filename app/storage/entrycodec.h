// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "storage/secretstore.h"

#include <QList>

/// How a secret becomes keychain entries: `keyturn1 <number of parts> <digest> <slot>`, a line feed, then base64; further parts hold base64 alone.
/// The slot in the first line shows an entry that was copied over another's (FAULTS 71), the digest shows parts that do not belong together.
namespace keyturn::storage {

/// More than any keychain refuses, and a bound for what is read: 64 parts hold 160 kB on Windows.
inline constexpr int maxEntryParts = 64;

/// The name of part @p index; part 0 has the slot's own name.
[[nodiscard]] QString entryName(const SecretKey &key, int index);

/// At least one text, each at most @p maxEntryBytes long. Storage `keychain_failed` where more than maxEntryParts were needed.
[[nodiscard]] core::Result<QList<core::Secret>> encodeEntries(const SecretKey &key, const core::Secret &value, qsizetype maxEntryBytes);

/// How many parts the entry of which @p head is the first has. Storage `keychain_failed` where it is not ours or belongs to another slot.
[[nodiscard]] core::Result<int> entryParts(const SecretKey &key, const core::Secret &head);

[[nodiscard]] core::Result<core::Secret> decodeEntries(const SecretKey &key, const QList<core::Secret> &texts);

} // namespace keyturn::storage
