// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
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
};

/// Asks @p provider's issuer, first at OpenID Connect's address and, where nothing is there, at RFC 8414's; answers at once for OAuth2, whose
/// endpoints the profile tells. Errors: those of HttpClient; Offline `server_error`
/// and RateLimited by status; BadReply `discovery_invalid`, `discovery_issuer` (not the issuer that was asked for, compared exactly),
/// `discovery_no_s256` (a provider for devices alone needs none), `discovery_insecure` (an endpoint that is neither https nor, where the issuer
/// itself is on loopback, loopback). A profile whose own addresses are so is Configuration `discovery_insecure`; one whose client id nobody has said
/// is `client_id_missing`, with the name that it goes by in the settings' `clientIds`.
[[nodiscard]] core::Async<ProviderMetadata> discover(net::HttpClient &http, const model::IdentityProvider &provider, QObject *context,
                                                     std::stop_token stop = {});

/// Reads a metadata document, errors as above. `jwks` stays empty where the document has none, which only plain OAuth 2 can live with.
[[nodiscard]] core::Result<ProviderMetadata> readProviderMetadata(QByteArrayView json, const QString &issuer);

} // namespace keyturn::oauth
