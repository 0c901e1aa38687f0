// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/jwtparts.h"
#include "backend/handoff/outgoinghttp.h"

namespace keyturn::backend {

/// Keys from wherever a token says that its keys are. They are fetched by plain HTTP from a loopback address alone, however careless whoever asks is:
/// nobody's server is to be reached through a backend that is weak on purpose. The thread that asks waits, two seconds at the most. Safe from any
/// thread.
class BorrowedKeys
{
public:
    /// Whether one of the keys of the JWKS at @p address (`jku`, RFC 7515 §4.1.2) made the signature of @p token.
    [[nodiscard]] bool areBehind(const QString &address, const QByteArray &token);
    /// Whether the key of the certificate at @p address (`x5u`, PEM, RFC 7515 §4.1.5) made the signature, by RS256. Nobody asks who certifies it.
    [[nodiscard]] bool isCertifiedAt(const QString &address, const JwtParts &token);

private:
    [[nodiscard]] QByteArray fetch(const QString &address);

    OutgoingHttp m_outgoing;
};

} // namespace keyturn::backend
