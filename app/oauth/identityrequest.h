// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "jose/jwkscache.h"
#include "model/account.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"
#include "oauth/discovery.h"

namespace keyturn::oauth {

/// What the request asked for and the ID token must show.
struct AskedOfPerson {
    QString nonce; ///< Empty: none was sent.
    QStringList acrValues = {};
    QDateTime authenticatedSince = {}; ///< The request's time less its `max_age`; invalid: it had none.
};

/// Finds out who signed in, from fresh tokens: for OpenID Connect from the verified ID token (Core 1.0 §3.1.3.7), name and e-mail from its claims or
/// else from userinfo, whose `sub` must be the same (§5.3.2); for OAuth 2 from userinfo by the profile's pointers, the e-mail address being the
/// primary verified one where the provider tells them at an address of their own. Names and addresses come as plain text (displaytext.h), a picture's
/// address as model::pictureAddress() lets it through; for the picture alone userinfo is not asked.
class IdentityRequest
{
public:
    /// The services must outlive the answer; for tokens that are bound to a key, @p http is a ProvingClient with it; @p metadata and @p provider are
    /// copied.
    IdentityRequest(net::HttpClient &http, jose::JwksCache &jwks, core::Clock &clock, ProviderMetadata metadata, model::IdentityProvider provider);

    /// Errors: those of HttpClient, jose::JwksCache and jose::verifyIdToken(); BadReply `id_token_missing`, `userinfo_subject` (another person's),
    /// `userinfo_invalid`, `userinfo_signed` (a JWT, which is not read); Offline `server_error`; RateLimited; Rejected `userinfo_refused`. That
    /// OpenID Connect's userinfo does not answer is no error: it adds a name, no identity; nor is an answer that cannot be used where the ID token
    /// told name or address. The step is `token`, where the ID token came, `jwks` or `userinfo`.
    [[nodiscard]] core::Async<model::Identity> send(const model::TokenSet &tokens, const AskedOfPerson &asked, QObject *context,
                                                    std::stop_token stop) const;

private:
    [[nodiscard]] core::Async<model::Identity> fromIdToken(const model::TokenSet &tokens, const AskedOfPerson &asked, QObject *context,
                                                           std::stop_token stop) const;
    [[nodiscard]] core::Async<model::Identity> withUserinfo(model::Identity known, const model::TokenSet &tokens, QObject *context,
                                                            std::stop_token stop) const;
    [[nodiscard]] core::Async<model::Identity> fromUserinfo(const model::TokenSet &tokens, QObject *context, std::stop_token stop) const;
    [[nodiscard]] core::Async<model::Identity> withPrimaryEmail(model::Identity known, const model::TokenSet &tokens, QObject *context,
                                                                std::stop_token stop) const;
    [[nodiscard]] core::Async<net::HttpResponse> get(const QUrl &url, const model::TokenSet &tokens, const QString &purpose,
                                                     std::stop_token stop) const;

    net::HttpClient &m_http;
    jose::JwksCache &m_jwks;
    core::Clock &m_clock;
    ProviderMetadata m_metadata;
    model::IdentityProvider m_provider;
};

} // namespace keyturn::oauth
