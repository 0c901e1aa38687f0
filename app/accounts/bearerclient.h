// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/csrfclient.h"
#include "backendapi/requestbuilder.h"
#include "net/httpclient.h"

#include <QObject>

namespace keyturn::accounts {

/// An HttpClient that signs every request with the tokens at hand, as the profile says; for the few calls around a sign-out, when the account's own
/// manager must not start a refresh any more.
class BearerClient final : public QObject, public net::HttpClient
{
public:
    /// @p clock and @p http must outlive it.
    BearerClient(core::Clock &clock, net::HttpClient &http, model::BackendProfile profile, model::TokenSet tokens)
        : m_http(http), m_csrf(clock, http), m_profile(std::move(profile)), m_tokens(std::move(tokens))
    { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override
    {
        backendapi::authorize(request, m_profile.access, m_tokens.accessToken);
        if (!m_profile.csrf || !backendapi::isUnsafe(request.method))
            return m_http.send(std::move(request));
        return core::chain(m_csrf.fetch(m_profile, m_tokens, request.stop), this, [this, request](const backendapi::CsrfPass &pass) {
            net::HttpRequest guarded = request;
            backendapi::applyPass(guarded, pass);
            return m_http.send(std::move(guarded));
        });
    }

private:
    net::HttpClient &m_http;
    backendapi::CsrfClient m_csrf;
    model::BackendProfile m_profile;
    model::TokenSet m_tokens;
};

} // namespace keyturn::accounts
