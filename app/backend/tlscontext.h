// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace keyturn::backend {

/// A server's certificate, its key, and how TLS is spoken with them.
using TlsContext = boost::asio::ssl::context;

/// TLS 1.2 or later (RFC 9325 §3.1.1) with forward secrecy and AEAD alone, from PEM files: @p certificateFile holds the certificate and, behind it,
/// those between it and the root; @p keyFile its key, without a passphrase. Storage `tls_unusable`, with a sentence in the detail. Warns in the log
/// where others than the owner can read the key.
[[nodiscard]] core::Result<std::shared_ptr<TlsContext>> loadTlsContext(const QString &certificateFile, const QString &keyFile);

} // namespace keyturn::backend
