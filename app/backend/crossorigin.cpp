// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/crossorigin.h"

#include "backend/answers.h"

#include <QUrl>

namespace keyturn::backend {

namespace {

bool isOfApi(const Request &request)
{
    return request.path.startsWith("/api/");
}

bool changesSomething(const QByteArray &method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

Response refused()
{
    return errorAnswer(403, "csrf", QStringLiteral("Pages of that origin may not do this here."));
}

/// What pages may read beside the few that browsers always give them.
constexpr auto exposed = "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";
constexpr auto taken = "Authorization, Content-Type, X-CSRF-Token, X-Device-Name";
constexpr auto preflightLife = "600"; // seconds

} // namespace

CrossOrigin::CrossOrigin(QList<QByteArray> allowed, const QString &ownUrl)
    : m_allowed(std::move(allowed)), m_own(QUrl(ownUrl).toEncoded(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment))
{ }

/// Ours is the page whose address we were asked at: `localhost` and `127.0.0.1` are both. A foreign page cannot choose the Host header.
bool CrossOrigin::isOwn(const QByteArray &origin, const QByteArray &host) const
{
    return origin == m_own || (!host.isEmpty() && (origin == "https://" + host || (origin == "http://" + host && !m_own.startsWith("https:"))));
}

std::optional<Response> CrossOrigin::refusal(const Request &request) const
{
    if (!isOfApi(request) || !changesSomething(request.method) || request.authorization("Bearer"))
        return std::nullopt;
    const QByteArray origin = request.header("origin");
    if (!origin.isEmpty())
        return m_allowed.contains(origin) || isOwn(origin, request.header("host").toLower()) ? std::nullopt : std::optional(refused());
    const QByteArray site = request.header("sec-fetch-site"); // a browser that sends it sends no Origin for what is its own page's, or the person's
    return site.isEmpty() || site == "same-origin" || site == "none" ? std::nullopt : std::optional(refused());
}

Replier CrossOrigin::answering(const Request &request, const Replier &reply) const
{
    if (m_allowed.isEmpty() || !isOfApi(request))
        return reply;
    const QByteArray origin = request.header("origin");
    const bool asksFirst = request.method == "OPTIONS" && !request.header("access-control-request-method").isEmpty();
    return Replier([reply, origin, asksFirst, allowed = m_allowed.contains(origin)](Response response) {
        response.headers.append(HttpHeader{"Vary", "Origin"}); // for caches: the answer differs, also where there is no permission in it
        if (allowed) {
            response.headers.append(HttpHeader{"Access-Control-Allow-Origin", origin});
            response.headers.append(HttpHeader{"Access-Control-Allow-Credentials", "true"});
            response.headers.append(HttpHeader{"Access-Control-Expose-Headers", exposed});
        }
        if (allowed && asksFirst) {
            for (const HttpHeader &header : std::as_const(response.headers)) {
                if (header.name == "Allow") {
                    response.headers.append(HttpHeader{"Access-Control-Allow-Methods", header.value});
                    break;
                }
            }
            response.headers.append(HttpHeader{"Access-Control-Allow-Headers", taken});
            response.headers.append(HttpHeader{"Access-Control-Max-Age", preflightLife});
        }
        reply(std::move(response));
    });
}

} // namespace keyturn::backend
