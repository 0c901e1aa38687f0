// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveserver.h"

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

} // namespace keyturn::backend
