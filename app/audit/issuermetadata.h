// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/site.h"

#include <QJsonObject>

namespace keyturn::audit {

/// What an authorization server says of itself (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).
struct IssuerMetadata {
    QString issuer; ///< Who was asked, as the profile writes it.
    Answer answer; ///< The last one, where there is no document.
    QJsonObject document; ///< Empty: there is none.

    [[nodiscard]] bool isThere() const { return !document.isEmpty(); }
    [[nodiscard]] QUrl address(const QString &name) const; ///< `token_endpoint`; empty: it has none.
    [[nodiscard]] QStringList words(const QString &name) const; ///< `grant_types_supported`; empty: it does not say.
};

/// Asks at both places where it may lie: OpenID Connect Discovery §4, and RFC 8414 §3.1. Errors: Configuration where the host may not be asked.
[[nodiscard]] core::Result<IssuerMetadata> issuerMetadata(Site &site, const QString &issuer);

} // namespace keyturn::audit
