// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

#include <variant>

namespace keyturn::oauth {

/// What must be in the browser's answer (RFC 6749 §4.1.2, RFC 9207).
struct AuthorizationExpectation {
    QByteArray state;
    QString issuer; ///< Empty: the provider has none (plain OAuth 2), and `iss` is not looked at.
    bool issuerRequired = false; ///< The metadata promised `iss` (RFC 9207 §2.3).
};

/// Not our answer: no, wrong, or doubled `state`. Wait on.
struct ForeignAnswer {
    QString reason; ///< For the log; quotes nothing of the answer.
};

using AuthorizationAnswer = std::variant<ForeignAnswer, core::Result<core::Secret>>;

/// Reads the query of a callback. Not ours → ForeignAnswer. Ours: the code, or an Error: Rejected with the provider's code (`access_denied` is
/// Cancelled) and its description as plain text in the detail, or BadReply `response_duplicate`, `response_issuer`, `response_code_missing`,
/// `response_token_in_query`, `response_malformed` (broken encoding, a code of other characters than RFC 6749 allows, code and error together)
/// (FAULTS 18–32).
[[nodiscard]] AuthorizationAnswer readAuthorizationResponse(const QString &encodedQuery, const AuthorizationExpectation &expected);

} // namespace keyturn::oauth
