// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"

namespace keyturn::backendapi {

/// The cookie that a refresh token of @p profile comes in; empty where it comes otherwise.
[[nodiscard]] QByteArray refreshCookie(const model::BackendProfile &profile);

/// The request that @p endpoint describes with @p tokens. The refresh token goes where the endpoint has a place for it, else as the cookie that it
/// came in; never elsewhere. Errors as buildRequest().
[[nodiscard]] core::Result<net::HttpRequest> requestWithTokens(const model::BackendProfile &profile, const model::Endpoint &endpoint,
                                                               const model::TokenSet &tokens, const QString &purpose);

} // namespace keyturn::backendapi
