// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace keyturn::backend {

/// What an ID token must say.
struct IdTokenExpectation {
    QString issuer;
    QString audience; ///< Our client id there.
    QString nonce;
    Instant now;
};

/// The `kid` of a token's header; empty where it names none or is no JWS.
[[nodiscard]] QString keyIdOf(const QByteArray &token);

/// The claims of @p token where one of @p keys (a JWKS) signed it, with RS256 or ES256, and it says what is expected (OpenID Connect Core §3.1.3.7);
/// nothing otherwise. Clocks may differ by a minute.
[[nodiscard]] std::optional<QJsonObject> verifiedIdToken(const QByteArray &token, const QJsonArray &keys, const IdTokenExpectation &expected);

} // namespace keyturn::backend
