// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectiveidtokens.h"

#include "backend/faults/jwtparts.h"
#include "backend/opaquetoken.h"

#include <QJsonDocument>

namespace keyturn::backend {

namespace {

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

} // namespace

std::optional<Response> DefectiveIdTokens::meet(Request &request)
{
    const std::optional<QByteArray> sent = m_on ? request.authorization("Bearer") : std::nullopt;
    if (!sent)
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    const auto issued = m_idTokens.constFind(hashOf(core::Secret(*sent)));
    if (issued == m_idTokens.constEnd())
        return std::nullopt;
    if (request.path.startsWith("/google/")) {
        setHeader(request.headers, "Authorization", "Bearer " + issued->accessToken.reveal().toByteArray());
    } else if (const auto person = m_people.constFind(issued->email); person != m_people.constEnd()) {
        const auto token = m_tokens.issue(*person);
        if (token.ok())
            setHeader(request.headers, "Authorization", "Bearer " + token->value.reveal().toByteArray());
    }
    return std::nullopt;
}

void DefectiveIdTokens::leave(const Request &request, Response &response)
{
    if (!m_on || response.status >= 300)
        return;
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const std::lock_guard lock(m_mutex);
    if (request.path == "/google/token") {
        if (const auto idToken = jwtParts(text(body, "id_token").toLatin1()))
            m_idTokens.insert(hashOf(core::Secret::fromText(text(body, "id_token"))),
                              {core::Secret::fromText(text(body, "access_token")), text(idToken->claims, "email")});
    } else if (const auto claims = m_tokens.read(text(body, "accessToken").toLatin1())) {
        m_people.insert(text(body.value(QStringLiteral("user")).toObject(), "email"), *claims);
    }
}

} // namespace keyturn::backend
