// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/discovery.h"

namespace keyturn::oauth {

/// An authorization request that lies at the provider and is opened by name (RFC 9126).
struct PushedRequest {
    QUrl url; ///< What the browser opens.
};

/// Hands the request that @p authorizationUrl writes out to the provider, so that neither the browser's history nor anybody on the way can read or
/// change it. Servers take a name once (RFC 9126 §4 lets them): it is pushed anew for each opening. Errors, of the step `pushed request`:
/// those of HttpClient and readTokenResponse(), whose codes a refusal has; BadReply `pushed_request_invalid`.
[[nodiscard]] core::Async<PushedRequest> pushRequest(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                                     const model::IdentityProvider &provider, const QUrl &authorizationUrl, QObject *context,
                                                     std::stop_token stop);

} // namespace keyturn::oauth
