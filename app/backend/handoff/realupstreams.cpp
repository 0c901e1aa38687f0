// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/realupstreams.h"

namespace keyturn::backend {

Upstream realGoogle(const UpstreamOptions::Registration &registration)
{
    return {QStringLiteral("google"),      QStringLiteral("Google"),
            Upstream::Kind::OpenIdConnect, registration.address,
            registration.address,          registration.clientId,
            registration.secret,           {QStringLiteral("openid"), QStringLiteral("email"), QStringLiteral("profile")}};
}

Upstream realGitHub(const UpstreamOptions::Registration &registration)
{
    QString base = registration.address;
    while (base.endsWith(u'/'))
        base.chop(1);
    const bool isPublic = QUrl(base).host() == QLatin1String("github.com");
    const QString api = isPublic ? QStringLiteral("https://api.github.com") : base + QLatin1String("/api/v3");
    return {QStringLiteral("github"),
            QStringLiteral("GitHub"),
            Upstream::Kind::GitHub,
            {},
            base,
            registration.clientId,
            registration.secret,
            {QStringLiteral("read:user"), QStringLiteral("user:email")},
            QUrl(base + QLatin1String("/login/oauth/authorize")),
            QUrl(base + QLatin1String("/login/oauth/access_token")),
            QUrl(api + QLatin1String("/user")),
            QUrl(api + QLatin1String("/user/emails"))};
}

} // namespace keyturn::backend
