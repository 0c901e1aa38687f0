// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"
#include "oauth/discovery.h"
#include "oauth/form.h"

namespace keyturn::oauth {

/// What proves at the provider who asks, for a client that was given a secret; empty for one that has none. RFC 6749 §2.3.1 has two ways: in the
/// body, which Google and GitHub document and which goes where the metadata says nothing, and by Basic, where the metadata offers that way alone.
[[nodiscard]] core::Secret basicAuthorization(const model::IdentityProvider &provider, const ProviderMetadata &metadata);

/// A request to the provider with @p fields in its body and with who asks, in whichever way. By Basic the body names no client.
[[nodiscard]] net::HttpRequest clientRequest(const QUrl &url, const QList<FormField> &fields, const model::IdentityProvider &provider,
                                             const ProviderMetadata &metadata, const QString &purpose, std::stop_token stop);

} // namespace keyturn::oauth
