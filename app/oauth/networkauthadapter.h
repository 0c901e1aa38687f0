// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "net/httpclient.h"
#include "oauth/discovery.h"
#include "oauth/pkce.h"

#include <QMap>
#include <QUrl>

#include <memory>

namespace keyturn::oauth {

/// What is put into one authorization request, beside what the provider's metadata says.
struct AuthorizationParameters {
    QString clientId;
    QUrl redirectUri;
    QStringList scopes;
    QByteArray state;
    QString nonce; ///< Empty: none.
    Pkce pkce;
    QMap<QString, QString> extra; ///< May name none of the above: those win.
    QStringList resources = {}; ///< RFC 8707.
    core::Secret clientSecret = {}; ///< Of the token request alone, in its body.
    core::Secret basicAuthorization = {}; ///< In place of the client's id and secret there; empty: they stand in the body.
};

/// QtNetworkAuth behind one door: it builds the authorization URL and the token request. Everything that decides about safety is ours and put into it
/// (state, PKCE, nonce, encoding), and what it posts goes out through HttpClient, so that its own reading of the answer is never reached (FAULTS,
/// "QtNetworkAuth 6.4.2"). What changed between 6.4 and later is inside its one source file. One object serves one attempt.
class NetworkAuthAdapter
{
public:
    /// @p http must outlive it.
    NetworkAuthAdapter(net::HttpClient &http, const ProviderMetadata &metadata, AuthorizationParameters parameters);
    ~NetworkAuthAdapter();
    NetworkAuthAdapter(const NetworkAuthAdapter &) = delete;
    NetworkAuthAdapter &operator=(const NetworkAuthAdapter &) = delete;

    /// RFC 6749 §4.1.1, with the query that the authorization endpoint may have of its own (§3.1).
    [[nodiscard]] QUrl authorizationUrl();
    /// RFC 6749 §4.1.3: spends @p code. The raw answer, errors as HttpClient's.
    [[nodiscard]] core::Async<net::HttpResponse> exchangeCode(const core::Secret &code, std::stop_token stop);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace keyturn::oauth
