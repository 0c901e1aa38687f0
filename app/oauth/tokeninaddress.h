// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/authorizationresponse.h"

namespace keyturn::oauth {

/// Reads the query of a callback that holds the access token itself, in @p parameter: what an authorization response must never be (FAULTS 32), for a
/// backend that knows no better. There is no `state`: whose answer it is nobody can tell, so only a whole one ends the wait. The token, or an Error:
/// Rejected with the backend's `error` (`access_denied` is Cancelled).
[[nodiscard]] AuthorizationAnswer readTokenInAddress(const QString &encodedQuery, const QString &parameter);

} // namespace keyturn::oauth
