// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveredirects.h"

#include "backend/authroutes.h"
#include "backend/formdata.h"
#include "backend/opaquetoken.h"

namespace keyturn::backend {

void DefectiveRedirects::leave(const Request &request, Response &response)
{
    if (!m_on || !request.path.startsWith("/api/auth/") || !request.path.endsWith("/callback"))
        return;
    for (HttpHeader &header : response.headers) {
        const qsizetype mark = header.name == "Location" ? header.value.indexOf('?') : -1;
        auto query = mark < 0 ? std::nullopt : FormData::parse(header.value.mid(mark + 1));
        const auto user = query ? m_store.userOfCode(hashOf(core::Secret::fromText(query->value(QStringLiteral("code"))))) : std::nullopt;
        if (!user)
            continue;
        const auto grant = m_auth.signInAs(*user, AuthRoutes::clientOf(request));
        if (!grant.ok())
            continue;
        query->set(QStringLiteral("access_token"), QString::fromLatin1(grant->access.value.reveal()));
        header.value = header.value.left(mark + 1) + query->toEncoded();
    }
}

} // namespace keyturn::backend
