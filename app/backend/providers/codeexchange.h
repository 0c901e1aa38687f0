// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "backend/providers/providerstore.h"

namespace keyturn::backend {

/// What came of redeeming a code at a token endpoint.
struct CodeExchange {
    enum class Problem { None, BadCode, RedirectMismatch, BadVerifier };
    Problem problem = Problem::BadCode;
    std::optional<RedeemedCode> redeemed; ///< For None.
};

/// Whether `code_verifier` is the one that @p challenge was made of (RFC 7636 §4.6).
[[nodiscard]] bool verifies(const QString &verifier, const QString &challenge);

/// Redeems `code` with `redirect_uri` (RFC 6749 §4.1.3) and `code_verifier` (RFC 7636 §4.6) of @p form. A code is spent by the attempt, whatever
/// comes of it.
[[nodiscard]] core::Result<CodeExchange> exchangeCode(ProviderStore &store, const QString &provider, const FormData &form, Instant now);

/// "Ada Lovelace" of ada.lovelace@example.com: the simulated person's name.
[[nodiscard]] QString displayName(const QString &email);
/// Whether the provider has seen that the address is the person's. One that starts with `unverified.` never was, so that clients can be tried.
[[nodiscard]] bool isVerified(const QString &email);

} // namespace keyturn::backend
