// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"

#include <chrono>

namespace keyturn::backend {

/// A request with what its route's pattern caught.
struct Call {
    Request request;
    QByteArray parameter; ///< What stands for the pattern's ":name" segment; letters, digits, "-" and "_" only.
};

/// One answered request, for metrics and log: nothing in it comes from the client but its address.
struct Served {
    QByteArray method; ///< "other" for a method that no route has.
    QByteArray route; ///< The pattern, or "none".
    QString peer;
    int status = 0;
    std::chrono::microseconds took{};
};

/// Picks the handler by method and path. Unknown paths get 404, known ones with another method 405 with Allow; OPTIONS tells Allow, and HEAD
/// is served by GET's handler (the server leaves the body out).
class Router
{
public:
    using Handler = std::function<void(const Call &, const Replier &)>;
    using Observer = std::function<void(const Served &)>;

    explicit Router(Observer observer);

    /// @p pattern is a path whose last or middle segments may be one ":name".
    void add(const QByteArray &method, const QByteArray &pattern, Handler handler);
    /// Answers a request itself, or calls @p next, now or later.
    using Guard = std::function<void(const Call &, const Replier &, const Handler &next)>;
    /// Has @p guard stand before the handler of a route. Precondition: the route was added.
    void guard(const QByteArray &method, const QByteArray &pattern, Guard guard);
    void handle(Request request, const Replier &reply) const;

    /// How a route is called: its method and its pattern.
    struct Name {
        QByteArray method;
        QByteArray pattern;
        bool operator==(const Name &) const = default;
    };
    /// In the order in which they were added.
    [[nodiscard]] QList<Name> routes() const;

private:
    struct Route {
        QByteArray method;
        QByteArray pattern;
        QList<QByteArray> segments;
        Handler handler;
    };
    [[nodiscard]] Replier observed(const Request &request, const QByteArray &route, const Replier &reply) const;

    Observer m_observer;
    QList<Route> m_routes;
};

} // namespace keyturn::backend
