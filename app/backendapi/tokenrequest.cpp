// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/tokenrequest.h"

#include "backendapi/requestbuilder.h"

namespace keyturn::backendapi {

QByteArray refreshCookie(const model::BackendProfile &profile)
{
    QList<model::TokenMapping> mappings{profile.refresh ? profile.refresh->tokens : model::TokenMapping{},
                                        profile.password ? profile.password->tokens : model::TokenMapping{}};
    for (const model::IdentityProvider &provider : profile.providers)
        mappings.append(provider.handoff ? provider.handoff->tokens : model::TokenMapping{});
    for (const model::TokenMapping &mapping : std::as_const(mappings)) {
        if (mapping.refreshToken.isCookie())
            return mapping.refreshToken.name.toLatin1();
    }
    return {};
}

core::Result<net::HttpRequest> requestWithTokens(const model::BackendProfile &profile, const model::Endpoint &endpoint, const model::TokenSet &tokens,
                                                 const QString &purpose)
{
    const Placeholders values{{}, {{QStringLiteral("refreshToken"), tokens.refreshToken}, {QStringLiteral("accessToken"), tokens.accessToken}}};
    core::Result<net::HttpRequest> request = buildRequest(profile, endpoint, values, purpose);
    if (!request.ok() || tokens.refreshToken.isEmpty())
        return request;
    if (endpoint.bearsRefreshToken)
        authorize(request.value(), model::AccessUse{}, tokens.refreshToken);
    else if (const QByteArray cookie = refreshCookie(profile); !cookie.isEmpty() && !endpoint.uses(QStringLiteral("refreshToken")))
        addCookie(request.value(), cookie, tokens.refreshToken);
    return request;
}

} // namespace keyturn::backendapi
