// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/formdata.h"
#include "backend/httpmessage.h"
#include "backend/providers/providercontext.h"
#include "backend/providers/providerdescription.h"

namespace keyturn::backend {

/// POST of an authorization request by the client itself (RFC 9126 §2): checked as at the authorization endpoint, and kept for a minute and a half
/// under a request_uri that serves once, for this client.
[[nodiscard]] Response pushRequest(const ProviderContext &context, const ProviderDescription &provider, const Request &request);

/// The parameters behind the `request_uri` of @p query, which is spent by this; nothing where it is unknown, expired, used, or another client's than
/// `client_id`.
[[nodiscard]] core::Result<std::optional<QByteArray>> takePushedRequest(const ProviderContext &context, const ProviderDescription &provider,
                                                                        const FormData &query);

} // namespace keyturn::backend
