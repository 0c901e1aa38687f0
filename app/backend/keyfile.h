// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesskeys.h"
#include "core/secret.h"

#include <QDateTime>

#include <functional>

namespace keyturn::backend {

/// The backend's own keys: access tokens are signed with the first ones, the simulated Google's ID tokens with the other, so that neither can stand
/// for the other.
struct Keys {
    AccessKeys access;
    SigningKey google;
};

/// Reads the file @p path, or generates the keys and writes it (0600, whole or not at all). New access tokens are signed with
/// @p signing: where the current key is for another algorithm, it retires and a new one takes its place. Nothing given: as the file has it, HS256
/// in a new one. The file of earlier versions, with one access key, is read on. Storage `keys_unreadable` where the file is broken (it is left as it
/// is: new keys would end every session), `keys_unwritable`, `keys_locked`.
[[nodiscard]] core::Result<Keys> loadOrCreateKeys(const QString &path, Instant now, std::optional<SigningKey::Algorithm> signing = {});

/// A secret that all backends with the same keys have in common, one for each @p purpose; nobody learns a key from it. It outlives the change of the
/// access tokens' key.
[[nodiscard]] core::Secret sharedSecret(const Keys &keys, QByteArrayView purpose);

/// The keys of an existing `keys.json`; `keys_unreadable` where there is none, too.
[[nodiscard]] core::Result<Keys> readKeys(const QString &path);

/// Puts what @p change makes of the access keys in their place, and nobody else changes them meanwhile.
using KeyChange = std::function<core::Result<AccessKeys>(const AccessKeys &)>;
[[nodiscard]] core::Result<Keys> changeAccessKeys(const QString &path, const KeyChange &change);

/// Notices that `keys.json` was changed, as by `keyturn-backend keys rotate` while the service runs. For one thread.
class KeyFileWatch
{
public:
    explicit KeyFileWatch(const QString &path);
    /// The access keys where the file is another one than at the last look, or at construction.
    [[nodiscard]] std::optional<core::Result<AccessKeys>> changed();

private:
    struct Stamp {
        QDateTime modified;
        qint64 size = -1;
        bool operator==(const Stamp &) const = default;
    };
    [[nodiscard]] Stamp stamp() const;
    QString m_path;
    Stamp m_seen;
};

} // namespace keyturn::backend
