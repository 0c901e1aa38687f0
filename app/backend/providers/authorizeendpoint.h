// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/authorizationrequest.h"
#include "backend/providers/providerdescription.h"
#include "backend/providers/providerstore.h"
#include "backend/router.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/secret.h"

#include <functional>

namespace keyturn::backend {

/// The browser's side of a simulated provider: sign in, consent, and back to the client with a code or an error.
/// Steps: GET authorize → sign-in page → POST sign-in → GET authorize → consent page → POST consent → redirect to the client. What the client asked
/// for travels in the forms and is checked anew at each step; a browser is known by one cookie, whose HMAC is its forms' CSRF token.
class AuthorizeEndpoint
{
public:
    /// @p newCode and @p newSubject give each provider's codes and ids their looks.
    AuthorizeEndpoint(const core::Clock &clock, core::Random &random, ProviderStore &store, ProviderDescription description,
                      std::function<core::Secret()> newCode, std::function<QString()> newSubject);
    void addTo(Router &router);

private:
    [[nodiscard]] Response show(const Request &request);
    [[nodiscard]] Response signIn(const Request &request);
    [[nodiscard]] Response consent(const Request &request);
    [[nodiscard]] Response showTo(const AuthorizationRequest &authorization, const core::Secret &browser);
    [[nodiscard]] core::Result<bool> isOffline(const AuthorizationRequest &authorization, const Person &person);
    [[nodiscard]] Response allow(const AuthorizationRequest &authorization, const ProviderLogin &login);
    [[nodiscard]] Response backWithError(const ParsedAuthorizationRequest::Refusal &refusal) const;
    [[nodiscard]] Response backToClient(const QString &redirectUri, const QString &state, FormData parameters) const;
    [[nodiscard]] core::Secret browserOf(const Request &request) const;
    [[nodiscard]] HttpHeader cookie(const core::Secret &browser) const;
    /// The posted form with the request it carries; or the page to show instead.
    struct Posted {
        FormData form;
        std::optional<AuthorizationRequest> authorization;
        std::optional<Response> refusal;
    };
    [[nodiscard]] Posted posted(const Request &request) const;

    const core::Clock &m_clock;
    core::Random &m_random;
    ProviderStore &m_store;
    ProviderDescription m_description;
    std::function<core::Secret()> m_newCode;
    std::function<QString()> m_newSubject;
};

} // namespace keyturn::backend
