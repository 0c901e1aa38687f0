// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"
#include "net/httpclient.h"

/// Websites whose sign-in is a form page, as Django, Rails and Laravel make them: yes and no are told by where they send the browser (RFC 9110
/// §15.4.4).
namespace keyturn::backendapi {

/// Where @p endpoint answers by redirects: a redirect to elsewhere as the 204 that it means, and the page once more, by itself or by a redirect back
/// to it, as the refusal that it means, of status @p refused. Else @p response as it is.
[[nodiscard]] net::HttpResponse asJudged(net::HttpResponse response, const model::Endpoint &endpoint, int refused);

/// Whether the browser would be sent on within the same site: what was asked for is done.
[[nodiscard]] bool sendsOn(const net::HttpResponse &response);

} // namespace keyturn::backendapi
