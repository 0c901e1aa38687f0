// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/authorizationrequest.h"
#include "backend/providers/browserlogins.h"
#include "backend/router.h"

namespace keyturn::backend {

/// The browser's side of a simulated provider: sign in, consent, and back to the client with a code or an error.
/// Steps: GET authorize → sign-in page → POST sign-in → GET authorize → consent page → POST consent → redirect to the client. What the client asked
/// for travels in the forms and is checked anew at each step. Where the description says so, the first step takes a request that was pushed (RFC
/// 9126) as well.
class AuthorizeEndpoint
{
public:
    /// @p newCode and @p newSubject give each provider's codes and ids their looks.
    AuthorizeEndpoint(const ProviderContext &context, ProviderDescription description, std::function<core::Secret()> newCode,
                      std::function<QString()> newSubject);
    void addTo(Router &router);
    [[nodiscard]] const ProviderDescription &description() const { return m_description; }
    [[nodiscard]] const BrowserLogins &logins() const { return m_logins; }

private:
    [[nodiscard]] Response show(const Request &request);
    [[nodiscard]] Response signIn(const Request &request);
    [[nodiscard]] Response consent(const Request &request);
    [[nodiscard]] Response showTo(const AuthorizationRequest &authorization, const core::Secret &browser);
    [[nodiscard]] core::Result<bool> isOffline(const AuthorizationRequest &authorization, const Person &person);
    [[nodiscard]] Response allow(const AuthorizationRequest &authorization, const ProviderLogin &login);
    [[nodiscard]] Response backWithError(const ParsedAuthorizationRequest::Refusal &refusal) const;
    [[nodiscard]] Response backToClient(const QString &redirectUri, const QString &state, FormData parameters) const;
    [[nodiscard]] core::Result<ParsedAuthorizationRequest> pushed(const FormData &query) const;
    /// The posted form with the request it carries; or the page to show instead.
    struct Posted {
        FormData form;
        std::optional<AuthorizationRequest> authorization;
        std::optional<Response> refusal;
    };
    [[nodiscard]] Posted posted(const Request &request) const;

    ProviderContext m_context;
    ProviderDescription m_description;
    BrowserLogins m_logins;
    std::function<core::Secret()> m_newCode;
};

} // namespace keyturn::backend
