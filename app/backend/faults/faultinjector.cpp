// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/faultinjector.h"

#include "backend/answers.h"
#include "backend/eventlog.h"
#include "backend/faults/spoiledanswer.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr auto adminPath = "/__faults";

bool isAdmin(const QByteArray &path)
{
    return path == adminPath || path.startsWith(QByteArray(adminPath) + '/');
}

void logFaults(const QList<Fault> &faults)
{
    QJsonArray names;
    for (const Fault &fault : faults)
        names.append(QString::fromLatin1(fault.text()));
    logEvent(LogLevel::Warning, "fault_on_demand", {{QStringLiteral("faults"), names}});
}

} // namespace

void FaultInjector::handle(Request request, const Replier &reply) const
{
    const Replier answer = dated(reply);
    if (isAdmin(request.path))
        return m_next(std::move(request), answer);
    const auto named = parseFaults(request.header("x-keyturn-fault"));
    if (!named.ok())
        return answer(errorAnswer(400, "invalid_fault", named.error().detail));
    const QList<Fault> faults = *named + m_parts.plan.take(request);
    const auto isOf = [&faults](Fault::Kind kind) {
        return std::any_of(faults.cbegin(), faults.cend(), [kind](const Fault &fault) { return fault.kind == kind; });
    };
    if (faults.isEmpty())
        return m_next(std::move(request), answer);
    if (isOf(Fault::Kind::ClockSkew)) // what stands in the plan is no request's
        return answer(errorAnswer(400, "invalid_fault", QStringLiteral("clock-skew is for the whole server: arm it by POST /__faults.")));
    logFaults(faults);
    const SpoiledAnswer spoiled({*m_parts.keys.keys(), m_parts.googleKey}, faults, presentedRefreshToken(request));
    if (const std::optional<Response> instead = answerInstead(faults))
        return answer(spoiled.of(*instead));
    if (isOf(Fault::Kind::RevokedFamily))
        endSessionOf(request);
    m_next(std::move(request), Replier([spoiled, answer](Response response) { answer(spoiled.of(std::move(response))); }));
}

void FaultInjector::endSessionOf(const Request &request) const
{
    core::Result<void> ended;
    if (const core::Secret token = presentedRefreshToken(request); !token.isEmpty()) {
        ended = m_parts.auth.signOut(token);
    } else if (const auto live = m_parts.auth.authenticate(request.authorization("Bearer").value_or(QByteArray())); live.ok() && *live) {
        const auto one = m_parts.auth.endSession((*live)->user.id, (*live)->session.id, endcause::revoked);
        if (!one.ok())
            ended = one.error();
    }
    if (!ended.ok())
        logEvent(LogLevel::Warning, "fault_failed", {{QStringLiteral("detail"), ended.error().detail}});
}

Replier FaultInjector::dated(const Replier &reply) const
{
    if (m_parts.plan.skew() == std::chrono::seconds(0))
        return reply;
    return Replier([this, reply](Response response) {
        response.headers.append(HttpHeader{"Date", httpDate(instantOf(m_parts.clock))});
        reply(std::move(response));
    });
}

} // namespace keyturn::backend
