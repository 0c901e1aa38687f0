// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace keyturn::oauth {

/// What must be in the browser's answer (RFC 6749 §4.1.2, RFC 9207).
struct AuthorizationExpectation {
    QByteArray state;
    QString issuer;
    bool issuerRequired = false; ///< The metadata promised `iss` (RFC 9207 §2.4).
};

/// Not our answer: no, wrong, or doubled `state`. Wait on.
struct ForeignAnswer {
    QString reason;
};

/// Reads the query of a callback. Not ours → ForeignAnswer. Ours: the code, or an Error: Rejected with the provider's code (`access_denied` is
/// Cancelled), or BadReply `response_duplicate`, `response_issuer`, `response_code_missing`, `response_token_in_query` (FAULTS 18–32).
[[nodiscard]] std::variant<ForeignAnswer, core::Result<core::Secret>> readAuthorizationResponse(const QString &encodedQuery,
                                                                                                const AuthorizationExpectation &expected);

} // namespace keyturn::oauth
