// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/providers/authorizeendpoint.h"
#include "backend/providers/deviceendpoint.h"
#include "backend/providers/providercontext.h"

namespace keyturn::backend {

/// The simulated GitHub: plain OAuth 2 with the real one's habits. Token answers are form-encoded unless JSON is asked for, errors come with status
/// 200, there is no ID token and no issuer; user tokens expire and their refresh tokens rotate, as a GitHub App's do; a device may ask with
/// a code (RFC 8628). The API stands at GitHub Enterprise's place, /api/v3, as well.
class GithubProvider
{
public:
    explicit GithubProvider(const ProviderContext &context);
    void addTo(Router &router);
    [[nodiscard]] QString url() const;

private:
    [[nodiscard]] Response accessToken(const Request &request);
    [[nodiscard]] Response tokenForCode(const FormData &form, bool json);
    [[nodiscard]] Response tokenForRefreshToken(const FormData &form, bool json);
    [[nodiscard]] Response tokenForDeviceCode(const FormData &form, bool json);
    [[nodiscard]] Response deviceCode(const Request &request);
    [[nodiscard]] Response user(const Request &request);
    [[nodiscard]] Response emails(const Request &request);
    [[nodiscard]] Response revoke(const Request &request);
    /// The grant behind the request's token, or the 401 to send.
    struct Authorized {
        std::optional<ProviderGrant> grant;
        std::optional<Response> refusal;
    };
    [[nodiscard]] Authorized authorized(const Request &request);
    struct Pair {
        QList<ProviderToken> kept;
        FormData answer;
    };
    [[nodiscard]] Pair newPair() const;
    [[nodiscard]] Pair newToken() const;
    [[nodiscard]] Response granted(Pair pair, const ProviderGrant &grant, const QByteArray &grantType, bool json);

    ProviderContext m_context;
    AuthorizeEndpoint m_authorize;
    DeviceEndpoint m_device;
};

} // namespace keyturn::backend
