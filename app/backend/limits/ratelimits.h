// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/limits/ratelimiter.h"
#include "backend/metrics.h"
#include "backend/router.h"
#include "core/secret.h"

namespace keyturn::backend {

/// Lets a route be used so often and no more: by one address, and for one account whatever addresses it is asked from. Each request counts, whatever
/// its answer, but for what a rule gives back and for faults of ours. Answers carry RateLimit-Policy and RateLimit
/// (draft-ietf-httpapi-ratelimit-headers-10); what is too much gets 429 `rate_limited` with Retry-After. Where the counters cannot be reached nothing
/// goes through: 503 `limits_unreachable`.
class RateLimits
{
public:
    struct Parts {
        RateLimiter &limiter;
        LimitPolicy policy; ///< The limiter's.
        core::Secret key; ///< What addresses and accounts are digested with.
        Metrics &metrics;
        bool byAccount = true; ///< false: by address alone.
        QByteArrayList unlimited = {}; ///< Scopes that nothing is counted in.
    };
    /// All must outlive it.
    explicit RateLimits(Parts parts) : m_parts(std::move(parts)) { }

    struct Rule {
        const char *scope; ///< Routes of one scope count together.
        const char *accountName = "account"; ///< How the second limit is called: on the wire and in /metrics.
        /// Whose account or session it is about, as text; empty where the request does not tell. An error is a fault of ours.
        std::function<core::Result<QByteArray>(const Request &)> account = {};
        /// What a success gives back: the account's use, so that failures alone lock it; or the address's, so that many may be behind one.
        bool successSparesAccount = false;
        bool successSparesAddress = false;
        /// Which requests count; empty: all. The others go through.
        std::function<bool(const Request &)> applies = {};
    };
    /// Precondition: @p router has the route.
    void guard(Router &router, const QByteArray &method, const QByteArray &pattern, const Rule &rule);
    /// /healthz says it too when the counters cannot be reached.
    void guardHealth(Router &router);

private:
    /// One request, and the counters that it uses.
    struct Use {
        QByteArray route;
        Rule rule;
        QList<QByteArray> keys; ///< The address's first, then the account's where there is one.
        Taken taken = {};
    };
    [[nodiscard]] QByteArray keyOf(const char *scope, const char *name, const QByteArray &value) const;
    void stand(Use use, const Call &call, const Replier &reply, const Router::Handler &next);
    [[nodiscard]] Replier counted(const Use &use, const Replier &reply) const;
    [[nodiscard]] Response refusal(const Use &use) const;
    void addFields(const Use &use, Response &response) const;

    Parts m_parts;
};

/// 503 with Retry-After.
[[nodiscard]] Response limitsUnreachable();

} // namespace keyturn::backend
