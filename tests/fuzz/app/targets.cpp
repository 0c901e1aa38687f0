// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "targets.h"

namespace keyturn::fuzz {

const Makers &makers()
{
    static const Makers all{{QStringLiteral("accounts"), accountsTarget},
                            {QStringLiteral("authorization"), authorizationTarget},
                            {QStringLiteral("challenge"), challengeTarget},
                            {QStringLiteral("cookie"), cookieTarget},
                            {QStringLiteral("har"), harTarget},
                            {QStringLiteral("jwks"), jwksTarget},
                            {QStringLiteral("jwt"), jwtTarget},
                            {QStringLiteral("loopback"), loopbackTarget},
                            {QStringLiteral("profile"), profileTarget},
                            {QStringLiteral("retryafter"), retryAfterTarget}};
    return all;
}

net::HttpResponse answerWith(int status, const QByteArray &lines)
{
    net::HttpResponse response;
    response.status = status;
    for (const QByteArray &line : lines.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            response.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    return response;
}

} // namespace keyturn::fuzz
