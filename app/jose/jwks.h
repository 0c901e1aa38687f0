// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "net/httpclient.h"

#include <QJsonObject>
#include <QList>
#include <QUrl>

namespace keyturn::jose {

/// Longest key set that is read, in bytes: as much is fetched.
inline constexpr qsizetype maxJwksBytes = 256 * 1024;

/// A JSON Web Key Set (RFC 7517 §5): public keys only, at most 100; keys of unknown kind are kept aside, not an error.
struct Jwks {
    QList<QJsonObject> keys;
};

/// Errors are BadReply `jwks_invalid`.
[[nodiscard]] core::Result<Jwks> readJwks(QByteArrayView json);

} // namespace keyturn::jose
