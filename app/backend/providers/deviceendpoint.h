// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/browserlogins.h"
#include "backend/router.h"

namespace keyturn::backend {

/// The person's side of a device code (RFC 8628 §3.3) at a simulated provider.
/// Steps: GET device → code page → POST code → sign-in page → POST sign-in → GET device with the code → consent page → POST consent → done. The code
/// travels in the forms and is looked for anew at each step; to have it in the address spares nobody the consent, which shows it.
class DeviceEndpoint
{
public:
    /// @p description and @p logins must outlive it.
    DeviceEndpoint(const ProviderContext &context, const ProviderDescription &description, const BrowserLogins &logins);
    void addTo(Router &router);

private:
    /// What stands behind a user code, and who looks at it; or the page to show instead.
    struct Found {
        std::optional<DeviceRequest> device;
        const ProviderClient *client = nullptr;
        std::optional<ProviderLogin> login;
        std::optional<Response> instead;
    };
    [[nodiscard]] Response show(const Request &request) const;
    [[nodiscard]] Response code(const Request &request) const;
    [[nodiscard]] Response signIn(const Request &request) const;
    [[nodiscard]] Response consent(const Request &request) const;
    [[nodiscard]] Found find(const QString &userCode, const core::Secret &browser) const;
    [[nodiscard]] Response decide(const Found &found, bool allowed) const;

    ProviderContext m_context;
    const ProviderDescription &m_description;
    const BrowserLogins &m_logins;
};

} // namespace keyturn::backend
