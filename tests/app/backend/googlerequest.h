// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "browser.h"

namespace keyturn::backend {

constexpr auto googleRedirectUri = "http://127.0.0.1:40123/any/path";

/// An authorization request at the simulated Google that asks for everything; the same with one parameter changed; and its path.
[[nodiscard]] inline Parameters googleRequest()
{
    return {{QStringLiteral("response_type"), QStringLiteral("code")},
            {QStringLiteral("client_id"), QStringLiteral("keyturn-desktop")},
            {QStringLiteral("redirect_uri"), QString::fromLatin1(googleRedirectUri)},
            {QStringLiteral("scope"), QStringLiteral("openid email profile")},
            {QStringLiteral("state"), QStringLiteral("s &=+/")},
            {QStringLiteral("nonce"), QStringLiteral("n-1")},
            {QStringLiteral("access_type"), QStringLiteral("offline")},
            {QStringLiteral("code_challenge"), testChallenge()},
            {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
}
[[nodiscard]] inline Parameters googleRequestWith(const char *name, const QString &value)
{
    Parameters parameters = googleRequest();
    parameters.insert(QLatin1String(name), value);
    return parameters;
}
[[nodiscard]] inline QByteArray googleAuthorize(const Parameters &parameters)
{
    return withQuery("/google/authorize", parameters);
}

} // namespace keyturn::backend
