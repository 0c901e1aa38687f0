// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/simulatedupstreams.h"

#include "backend/handoff/handoffroutes.h"

namespace keyturn::backend {

namespace {

constexpr auto webClientId = "keyturn-demo-backend";

} // namespace

ProviderClient webClient(const QString &baseUrl, const QString &provider, const core::Secret &secret)
{
    return {QString::fromLatin1(webClientId), QStringLiteral("Keyturn demo"), secret, HandoffRoutes::callbackAddress(baseUrl, provider)};
}

Upstream simulatedGoogle(const QString &baseUrl, const core::Secret &secret)
{
    return {QStringLiteral("google"),
            QStringLiteral("Google"),
            Upstream::Kind::OpenIdConnect,
            baseUrl + QLatin1String("/google"),
            QStringLiteral("simulated:google"),
            QString::fromLatin1(webClientId),
            secret,
            {QStringLiteral("openid"), QStringLiteral("email"), QStringLiteral("profile")}};
}

Upstream simulatedGitHub(const QString &baseUrl, const core::Secret &secret)
{
    const QString base = baseUrl + QLatin1String("/github");
    return {QStringLiteral("github"),
            QStringLiteral("GitHub"),
            Upstream::Kind::GitHub,
            {},
            QStringLiteral("simulated:github"),
            QString::fromLatin1(webClientId),
            secret,
            {QStringLiteral("read:user"), QStringLiteral("user:email")},
            QUrl(base + QLatin1String("/login/oauth/authorize")),
            QUrl(base + QLatin1String("/login/oauth/access_token")),
            QUrl(base + QLatin1String("/user")),
            QUrl(base + QLatin1String("/user/emails"))};
}

} // namespace keyturn::backend
