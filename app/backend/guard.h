// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/router.h"

namespace keyturn::backend {

/// The live session that a request comes from, or the answer to send instead.
struct Identified {
    std::optional<LiveSession> live;
    std::optional<Response> refusal;
};

/// Tells whom a request comes from. The one place that knows by what a session is carried. Safe from any thread.
class Authenticator
{
public:
    virtual ~Authenticator() = default;
    /// 401 with WWW-Authenticate where nobody is told, 503 where that cannot be looked up: never a 401 for a fault of ours.
    [[nodiscard]] virtual Identified identify(const Request &request) = 0;
};

/// What a route asks of whoever calls it.
struct Requirement {
    enum class Role { Any, Admin };
    Role role = Role::Any;
    bool recentSignIn = false; ///< RFC 9470: the sign-in must not be older than Options::recentSignIn.
};
namespace requirement {
constexpr Requirement signedIn{};
constexpr Requirement recentSignIn{Requirement::Role::Any, true};
constexpr Requirement admin{Requirement::Role::Admin, false};
constexpr Requirement recentAdmin{Requirement::Role::Admin, true};
} // namespace requirement

/// The door before every route that is not everybody's: 401 where nobody is signed in, then 403 `forbidden` where the role is not enough, then the
/// challenge of RFC 9470 where the sign-in is too old.
class Guard
{
public:
    /// @p recentSignIn as in Options. Both must outlive it, and it every handler that it made.
    Guard(const core::Clock &clock, Authenticator &authenticator, std::chrono::seconds recentSignIn);

    using Answer = std::function<Response(const Call &, const LiveSession &)>;
    using LaterAnswer = std::function<void(const Call &, const LiveSession &, const Replier &)>;
    [[nodiscard]] Router::Handler needs(Requirement requirement, Answer answer) const;
    [[nodiscard]] Router::Handler needs(Requirement requirement, LaterAnswer answer) const;

    /// For a route that serves without a session too.
    [[nodiscard]] Identified identify(const Request &request) const { return m_authenticator.identify(request); }

private:
    [[nodiscard]] Identified admit(const Request &request, Requirement requirement) const;

    const core::Clock &m_clock;
    Authenticator &m_authenticator;
    std::chrono::seconds m_recentSignIn;
};

} // namespace keyturn::backend
