// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/pushedrequestendpoint.h"

#include "backend/opaquetoken.h"
#include "backend/providers/authorizationrequest.h"
#include "backend/providers/clientauthentication.h"

namespace keyturn::backend {

namespace {

constexpr std::chrono::seconds life(90); // RFC 9126 §2.2: 5 to 600
constexpr qsizetype maxParameters = 8 * 1024; // what a query may have as well
constexpr QLatin1String prefix("urn:ietf:params:oauth:request_uri:");

std::optional<Response> problemOf(const ProviderDescription &provider, const FormData &form)
{
    if (form.has(QStringLiteral("request_uri"))) // §2.1
        return oauthRefusal("invalid_request", QStringLiteral("A pushed request cannot hold a request_uri."));
    if (form.toEncoded().size() > maxParameters)
        return oauthRefusal("invalid_request", QStringLiteral("The request is too long."));
    const ParsedAuthorizationRequest parsed = parseAuthorizationRequest(provider, form.toEncoded());
    if (!parsed.unusable.isEmpty())
        return oauthRefusal("invalid_request", parsed.unusable);
    if (parsed.refusal)
        return oauthRefusal(parsed.refusal->error.toLatin1().constData(), parsed.refusal->description);
    return std::nullopt;
}

} // namespace

Response pushRequest(const ProviderContext &context, const ProviderDescription &provider, const Request &request)
{
    ClientRequest sent = clientRequest(context.clients, request);
    if (sent.refusal)
        return *sent.refusal;
    sent.form.remove(QStringLiteral("client_secret"));
    if (const auto problem = problemOf(provider, sent.form))
        return *problem;
    const core::Secret reference = newOpaqueToken(context.random);
    const Instant now = instantOf(context.clock);
    const auto added =
        context.requests.addPushed(provider.name, {hashOf(reference), sent.clientId(), QString::fromLatin1(sent.form.toEncoded()), now + life}, now);
    if (!added.ok())
        return failureAnswer(added.error());
    return jsonAnswer(201,
                      QJsonObject{{QStringLiteral("request_uri"), prefix + QString::fromLatin1(reference.reveal())},
                                  {QStringLiteral("expires_in"), qint64(life.count())}});
}

core::Result<std::optional<QByteArray>> takePushedRequest(const ProviderContext &context, const ProviderDescription &provider, const FormData &query)
{
    const QString uri = query.value(QStringLiteral("request_uri"));
    if (!uri.startsWith(prefix))
        return std::optional<QByteArray>();
    const auto taken = context.requests.takePushed(provider.name, hashOf(core::Secret::fromText(uri.mid(prefix.size()))),
                                                   query.value(QStringLiteral("client_id")), instantOf(context.clock));
    if (!taken.ok())
        return taken.error();
    return *taken ? std::optional((*taken)->toLatin1()) : std::nullopt;
}

} // namespace keyturn::backend
