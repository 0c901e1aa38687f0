// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/discovery.h"

#include <chrono>

namespace keyturn::oauth {

/// An authorization request that lies at the provider and is opened by name (RFC 9126).
struct PushedRequest {
    QUrl url; ///< What the browser opens.
    std::chrono::seconds lifetime{60}; ///< As the provider says, at most a day.
};

/// Hands the request that @p authorizationUrl writes out to the provider, so that neither the browser's history nor anybody on the way can read or
/// change it. Errors: those of HttpClient and readTokenResponse(), whose codes a refusal has; BadReply `pushed_request_invalid`.
[[nodiscard]] core::Async<PushedRequest> pushRequest(net::HttpClient &http, const ProviderMetadata &metadata, const model::IdentityProvider &provider,
                                                     const QUrl &authorizationUrl, QObject *context, std::stop_token stop);

} // namespace keyturn::oauth
