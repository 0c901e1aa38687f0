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
};

/// Errors: those of HttpClient; BadReply `discovery_invalid`, `discovery_issuer` (not the issuer that was asked for), `discovery_no_s256`,
/// `discovery_insecure` (an endpoint that is neither https nor loopback).
[[nodiscard]] core::Async<ProviderMetadata> discover(net::HttpClient &http, const model::IdentityProvider &provider, QObject *context,
                                                     std::stop_token stop = {});

} // namespace keyturn::oauth
