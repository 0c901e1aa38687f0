// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveserver.h"

#include <boost/asio/ssl/context.hpp>

namespace keyturn::backend {

void weaken(HttpServer &server, const Defects &defects)
{
    QList<QByteArray> headers;
    if (defects.has(Defect::NoStrictTransport))
        headers += QList<QByteArray>{"Strict-Transport-Security"};
    if (defects.has(Defect::NoSecurityHeaders))
        headers += QList<QByteArray>{"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"};
    server.leaveOut(headers);
    if (defects.has(Defect::PlainHttp))
        server.servePlainBesideTls();
}

void weaken(TlsContext &tls, const Defects &defects)
{
    if (!defects.has(Defect::OldTls))
        return;
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_VERSION);
    // At level 0 alone: before TLS 1.2 a handshake is signed by MD5 and SHA-1 (RFC 4346 §7.4.3), which OpenSSL does not do otherwise.
    SSL_CTX_set_security_level(tls.native_handle(), 0);
    SSL_CTX_set_cipher_list(tls.native_handle(), "ALL:@SECLEVEL=0");
}

} // namespace keyturn::backend
