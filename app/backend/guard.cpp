// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/guard.h"

#include "backend/answers.h"
#include "backend/bearer.h"

namespace keyturn::backend {

Guard::Guard(const core::Clock &clock, Authenticator &authenticator, std::chrono::seconds recentSignIn)
    : m_clock(clock), m_authenticator(authenticator), m_recentSignIn(recentSignIn)
{ }

Identified Guard::admit(const Request &request, Requirement requirement) const
{
    Identified caller = identify(request);
    if (!caller.live)
        return caller;
    if (requirement.role == Requirement::Role::Admin && caller.live->user.role != QLatin1String("admin"))
        return {std::nullopt, forbidden()};
    // A refresh is no proof of the person: the session's beginning is the last one.
    const bool recent = m_recentSignIn == std::chrono::seconds(0) || instantOf(m_clock) - caller.live->session.createdAt <= m_recentSignIn;
    if (requirement.recentSignIn && !recent)
        return {std::nullopt, stepUpChallenge(m_recentSignIn)};
    return caller;
}

Router::Handler Guard::needs(Requirement requirement, Answer answer) const
{
    return [this, requirement, answer = std::move(answer)](const Call &call, const Replier &reply) {
        const Identified caller = admit(call.request, requirement);
        reply(caller.live ? answer(call, *caller.live) : *caller.refusal);
    };
}

Router::Handler Guard::needs(Requirement requirement, LaterAnswer answer) const
{
    return [this, requirement, answer = std::move(answer)](const Call &call, const Replier &reply) {
        const Identified caller = admit(call.request, requirement);
        if (caller.live)
            answer(call, *caller.live, reply);
        else
            reply(*caller.refusal);
    };
}

} // namespace keyturn::backend
