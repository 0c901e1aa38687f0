// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QJsonObject>

namespace keyturn::jose {

/// Whether @p key (a public JWK) may be used with @p algorithm: by its kind and size, its `alg`, its `use` and `key_ops`. Neither `none` nor any HMAC
/// passes: the keys are public (RFC 8725 §3.1, §3.2; FAULTS 86, 87).
[[nodiscard]] bool keyFits(const QJsonObject &key, const QString &algorithm);

/// Verifies a compact JWS (RFC 7515 §5.2) with one key.
[[nodiscard]] bool signatureHolds(const core::Secret &compact, const QJsonObject &key);

} // namespace keyturn::jose
