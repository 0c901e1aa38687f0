// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

namespace keyturn::accounts {

/// An HttpClient that adds one access token to every request; for the few calls around a sign-out, when the account's own manager must not start a
/// refresh any more.
class BearerClient final : public net::HttpClient
{
public:
    BearerClient(net::HttpClient &http, core::Secret accessToken) : m_http(http), m_accessToken(std::move(accessToken)) { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override
    {
        request.headers.append(net::Header{"Authorization", "Bearer " + m_accessToken.reveal().toByteArray()});
        return m_http.send(std::move(request));
    }

private:
    net::HttpClient &m_http;
    core::Secret m_accessToken;
};

} // namespace keyturn::accounts
