// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/introspection.h"

#include "backend/opaquetoken.h"
#include "backend/providers/clientauthentication.h"

namespace keyturn::backend {

namespace {

Response challenge()
{
    Response refusal = oauthRefusal("invalid_client", QStringLiteral("Only a client that proves by its secret who it is may ask."), 401);
    refusal.headers.append(HttpHeader{"WWW-Authenticate", "Basic realm=\"clients\""});
    return refusal;
}

} // namespace

Response introspect(const ProviderContext &context, const ProviderDescription &provider, const Request &request)
{
    const ClientRequest sent = clientRequest(context.clients, request);
    if (sent.isUnproved || (!sent.refusal && !sent.isConfidential)) // RFC 7662 §2.1: anybody could name a public client's id
        return challenge();
    if (sent.refusal)
        return *sent.refusal;
    const QString token = sent.form.value(QStringLiteral("token"));
    if (token.isEmpty())
        return oauthRefusal("invalid_request", QStringLiteral("token is missing."));
    const auto live = context.store.tokenOf(provider.name, hashOf(core::Secret::fromText(token)), instantOf(context.clock));
    if (!live.ok())
        return failureAnswer(live.error());
    if (!*live)
        return jsonAnswer(200, QJsonObject{{QStringLiteral("active"), false}});
    const ProviderGrant &grant = (*live)->grant;
    QJsonObject answer{{QStringLiteral("active"), true},
                       {QStringLiteral("scope"), grant.scope},
                       {QStringLiteral("client_id"), grant.clientId},
                       {QStringLiteral("username"), grant.person.email},
                       {QStringLiteral("sub"), grant.person.subject},
                       {QStringLiteral("exp"), numericDate((*live)->token.expiresAt)}};
    if ((*live)->token.kind == ProviderToken::Kind::Access)
        answer.insert(QStringLiteral("token_type"), QStringLiteral("Bearer"));
    if (provider.isOpenIdConnect())
        answer.insert(QStringLiteral("iss"), provider.issuer);
    return jsonAnswer(200, answer);
}

} // namespace keyturn::backend
