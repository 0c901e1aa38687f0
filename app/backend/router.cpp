// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/router.h"

#include "backend/answers.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr qsizetype maxParameter = 128;

bool isPlain(const QByteArray &segment)
{
    return !segment.isEmpty() && segment.size() <= maxParameter && std::all_of(segment.cbegin(), segment.cend(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// The caught parameter (empty where the pattern has none), or nothing when the path does not fit.
std::optional<QByteArray> match(const QList<QByteArray> &pattern, const QList<QByteArray> &path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    QByteArray parameter("");
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (!pattern[i].startsWith(':')) {
            if (pattern[i] != path[i])
                return std::nullopt;
        } else if (isPlain(path[i])) {
            parameter = path[i];
        } else {
            return std::nullopt;
        }
    }
    return parameter;
}

} // namespace

Router::Router(Observer observer) : m_observer(std::move(observer)) { }

void Router::add(const QByteArray &method, const QByteArray &pattern, Handler handler)
{
    m_routes.append({method, pattern, pattern.split('/'), std::move(handler)});
}

void Router::guard(const QByteArray &method, const QByteArray &pattern, Guard guard)
{
    const auto route =
        std::find_if(m_routes.begin(), m_routes.end(), [&](const Route &each) { return each.method == method && each.pattern == pattern; });
    Q_ASSERT(route != m_routes.end());
    route->handler = [guard = std::move(guard), next = route->handler](const Call &call, const Replier &reply) { guard(call, reply, next); };
}

QList<Router::Address> Router::addresses() const
{
    QList<Address> addresses;
    for (const Route &route : m_routes)
        addresses.append({route.method, route.pattern});
    return addresses;
}

Replier Router::observed(const Request &request, const QByteArray &route, const Replier &reply) const
{
    const bool known = request.method == "HEAD" || request.method == "OPTIONS"
        || std::any_of(m_routes.cbegin(), m_routes.cend(), [&](const Route &each) { return each.method == request.method; });
    Served served{known ? request.method : QByteArray("other"), route, request.peer, 0, {}};
    return Replier([observer = m_observer, served, reply, began = SteadyClock::now()](Response response) {
        Served done = served;
        done.status = response.status;
        done.took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began);
        observer(done);
        reply(std::move(response));
    });
}

void Router::handle(Request request, const Replier &reply) const
{
    const QList<QByteArray> path = request.path.split('/');
    const QByteArray wanted = request.method == "HEAD" ? QByteArray("GET") : request.method;
    QByteArray allow;
    QByteArray pattern;
    for (const Route &route : m_routes) {
        const std::optional<QByteArray> parameter = match(route.segments, path);
        if (!parameter)
            continue;
        if (route.method == wanted) {
            const Replier counted = observed(request, route.pattern, reply);
            route.handler({std::move(request), *parameter}, counted);
            return;
        }
        pattern = route.pattern;
        allow += route.method == "GET" ? "GET, HEAD, " : route.method + ", ";
    }
    if (pattern.isEmpty()) {
        observed(request, "none", reply)(errorAnswer(404, "not_found", QStringLiteral("There is nothing at this address.")));
        return;
    }
    allow += "OPTIONS";
    Response response = request.method == "OPTIONS"
        ? emptyAnswer()
        : errorAnswer(405, "method_not_allowed", QStringLiteral("This address does not take that method; the Allow header names those it takes."));
    response.headers.append({"Allow", allow});
    observed(request, pattern, reply)(std::move(response));
}

} // namespace keyturn::backend
