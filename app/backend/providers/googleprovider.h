// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/authorizeendpoint.h"
#include "backend/providers/deviceendpoint.h"
#include "backend/providers/providercontext.h"
#include "backend/signingkey.h"
#include "core/secret.h"

namespace keyturn::backend {

/// The simulated Google: an OpenID provider (OpenID Connect Core, Discovery; RFC 9207 `iss`; RFC 7009 revocation; RFC 8628 device codes, in Google's
/// spelling as well) with pushed requests (RFC 9126) and introspection (RFC 7662), which the real one has not. Like the real one it gives a
/// refresh token only when offline access is asked for, and the same one serves for good: a refresh answers with no new one.
class GoogleProvider
{
public:
    GoogleProvider(const ProviderContext &context, SigningKey key);
    void addTo(Router &router);
    [[nodiscard]] QString issuer() const;

private:
    [[nodiscard]] Response discovery() const;
    [[nodiscard]] Response token(const Request &request);
    [[nodiscard]] Response tokenForCode(const FormData &form);
    [[nodiscard]] Response tokenForRefreshToken(const FormData &form);
    [[nodiscard]] Response tokenForDeviceCode(const FormData &form);
    [[nodiscard]] Response deviceCode(const Request &request);
    [[nodiscard]] Response userinfo(const Request &request);
    [[nodiscard]] Response revoke(const Request &request);
    struct Issue {
        ProviderGrant grant;
        QString nonce;
        bool refreshToken = false;
        QByteArray grantType;
    };
    [[nodiscard]] Response issue(const Issue &what);
    [[nodiscard]] core::Result<QByteArray> idToken(const Issue &what, const core::Secret &accessToken) const;

    ProviderContext m_context;
    SigningKey m_key;
    AuthorizeEndpoint m_authorize;
    DeviceEndpoint m_device;
};

} // namespace keyturn::backend
