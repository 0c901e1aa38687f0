// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::backend {

/// By OpenSSL, which uses what the processor has for it: several times as fast as Qt's, and every request needs some. 32 bytes.
[[nodiscard]] QByteArray sha256(QByteArrayView data);
/// RFC 2104. 32 bytes.
[[nodiscard]] QByteArray hmacSha256(QByteArrayView key, QByteArrayView data);

} // namespace keyturn::backend
