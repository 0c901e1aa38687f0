// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/cors.h"

namespace keyturn::audit {

bool letsRead(const Answer &answer, const QByteArray &origin)
{
    const QByteArrayList allowed = answer.headers("Access-Control-Allow-Origin");
    const QByteArrayList credentials = answer.headers("Access-Control-Allow-Credentials");
    return allowed.size() == 1 && allowed.first().trimmed() == origin && credentials.size() == 1 && credentials.first().trimmed() == "true";
}

void setOrigin(net::HttpRequest &request, const QByteArray &origin)
{
    setHeader(request, "Origin", origin);
}

void setHeader(net::HttpRequest &request, const QByteArray &name, const QByteArray &value)
{
    request.headers.removeIf([&name](const net::Header &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
    request.headers.append({name, value});
}

} // namespace keyturn::audit
