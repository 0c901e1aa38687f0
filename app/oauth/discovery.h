// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"

namespace keyturn::oauth {

/// The provider's metadata as far as Keyturn uses it (OpenID Connect Discovery 1.0 §3, RFC 8414 §2); for OAuth2 providers made from the profile.
struct ProviderMetadata {
    QString issuer;
    model::OAuthEndpoints endpoints;
    QUrl jwks; ///< Empty for plain OAuth 2.
    bool issuerInResponse = false; ///< RFC 9207.
    QStringList scopes; ///< Supported, where told.
    bool pushedRequired = false; ///< RFC 9126 §5: an authorization request must come pushed.
    QStringList grantTypes = {}; ///< Supported, where told.
    QStringList dpopAlgorithms = {}; ///< RFC 9449 §5.1; empty: tokens are not bound to a key.
    QStringList clientAuthentication = {}; ///< `token_endpoint_auth_methods_supported`, where told.
};

/// Longest metadata document that is read, in bytes.
inline constexpr qsizetype maxMetadataBytes = 256 * 1024;

/// Asks @p provider's issuer, wherever findDiscoveryDocument() looks for its metadata; a plain OAuth 2 provider without `discovery` answers at once
/// with what its profile tells, and with it what the profile tells wins. Errors: those of HttpClient and findDiscoveryDocument(), of the step
/// `discovery`; BadReply `discovery_invalid`, `discovery_issuer` (not the issuer that was asked for, compared exactly), `discovery_no_s256` (a
/// provider for devices alone needs none), `discovery_insecure` (an endpoint that is neither https nor, where the issuer itself is on loopback,
/// loopback). A profile whose own addresses are so is Configuration `discovery_insecure`; one whose client id nobody has said is `client_id_missing`,
/// with the name that it goes by in the settings' `clientIds`; `userinfo_missing`: neither profile nor metadata says where plain OAuth 2 tells who
/// signed in.
[[nodiscard]] core::Async<ProviderMetadata> discover(net::HttpClient &http, core::Clock &clock, const model::IdentityProvider &provider,
                                                     QObject *context, std::stop_token stop = {});

/// Reads a metadata document, errors as above. `jwks` stays empty where the document has none, which only plain OAuth 2 can live with.
[[nodiscard]] core::Result<ProviderMetadata> readProviderMetadata(QByteArrayView json, const QString &issuer);

} // namespace keyturn::oauth
