// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/jwksroute.h"

#include "backend/answers.h"

namespace keyturn::backend {

void addJwksRoute(Router &router, const core::Clock &clock, const KeyRing &keys, std::chrono::seconds life)
{
    router.add("GET", "/.well-known/jwks.json", [&clock, &keys, life](const Call &, const Replier &reply) {
        Response response = jsonAnswer(200, QJsonObject{{QStringLiteral("keys"), keys.keys()->jwks(instantOf(clock), life)}});
        response.headers.append(HttpHeader{"Cache-Control", "public, max-age=300"});
        reply(std::move(response));
    });
}

} // namespace keyturn::backend
