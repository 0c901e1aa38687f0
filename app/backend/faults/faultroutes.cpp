// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/answers.h"
#include "backend/eventlog.h"
#include "backend/faults/faultinjector.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

constexpr int mostTimes = 1'000'000;
constexpr qsizetype mostArmed = 256;

QJsonObject toJson(const ArmedFault &armed)
{
    QJsonObject json{{QStringLiteral("id"), QString::number(armed.id)}, {QStringLiteral("fault"), QString::fromLatin1(armed.fault.text())}};
    if (!armed.method.isEmpty())
        json.insert(QStringLiteral("method"), QString::fromLatin1(armed.method));
    if (!armed.route.isEmpty())
        json.insert(QStringLiteral("route"), QString::fromLatin1(armed.route));
    if (armed.left)
        json.insert(QStringLiteral("left"), *armed.left);
    return json;
}

/// What is to be armed, or what is wrong with each member.
struct Wanted {
    ArmedFault fault;
    QList<core::FieldError> problems;
};

Wanted wantedFrom(const QJsonObject &members)
{
    Wanted wanted;
    const auto complain = [&wanted](const char *field, const QString &sentence) { wanted.problems.append({QLatin1String(field), sentence}); };
    const auto fault = Fault::parse(members.value(QStringLiteral("fault")).toString().toLatin1());
    if (fault.ok())
        wanted.fault.fault = *fault;
    else
        complain("fault", fault.error().detail);
    for (const char *name : {"method", "route"}) {
        const QJsonValue value = members.value(QLatin1String(name));
        if (!value.isUndefined() && (!value.isString() || value.toString().size() > 256))
            complain(name, QStringLiteral("This must be a short text."));
    }
    wanted.fault.method = members.value(QStringLiteral("method")).toString().toLatin1();
    wanted.fault.route = members.value(QStringLiteral("route")).toString().toLatin1();
    if (const QJsonValue times = members.value(QStringLiteral("times")); !times.isUndefined()) {
        wanted.fault.left = times.toInt();
        if (*wanted.fault.left < 1 || *wanted.fault.left > mostTimes)
            complain("times", QStringLiteral("This must be a whole number from 1 to %1.").arg(mostTimes));
    }
    const bool narrowed = !wanted.fault.method.isEmpty() || !wanted.fault.route.isEmpty() || wanted.fault.left;
    if (fault.ok() && fault->kind == Fault::Kind::ClockSkew && narrowed)
        complain("fault", QStringLiteral("clock-skew is for the whole server until it is cleared: it takes no method, route or times."));
    return wanted;
}

Response arm(FaultPlan &plan, const Request &request)
{
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return *body.refusal;
    const Wanted wanted = wantedFrom(body.members);
    if (!wanted.problems.isEmpty())
        return errorAnswer(422, "validation_failed", QStringLiteral("Some fields cannot be accepted as they are."), wanted.problems);
    if (plan.armed().size() >= mostArmed)
        return errorAnswer(409, "too_many_faults", QStringLiteral("Too many faults are armed; clear some first."));
    const QJsonObject armed = toJson(plan.arm(wanted.fault));
    logEvent(LogLevel::Warning, "fault_armed", armed);
    return jsonAnswer(201, armed);
}

Response list(const FaultPlan &plan)
{
    QJsonArray faults;
    for (const ArmedFault &armed : plan.armed())
        faults.append(toJson(armed));
    return jsonAnswer(200, QJsonObject{{QStringLiteral("faults"), faults}, {QStringLiteral("available"), availableFaults()}});
}

} // namespace

void addFaultRoutes(Router &router, FaultPlan &plan)
{
    router.add("GET", "/__faults", [&plan](const Call &, const Replier &reply) { reply(list(plan)); });
    router.add("POST", "/__faults", [&plan](const Call &call, const Replier &reply) { reply(arm(plan, call.request)); });
    router.add("DELETE", "/__faults", [&plan](const Call &, const Replier &reply) {
        plan.clearAll();
        reply(emptyAnswer());
    });
    router.add("DELETE", "/__faults/:id", [&plan](const Call &call, const Replier &reply) {
        reply(plan.clear(call.parameter.toLongLong()) ? emptyAnswer()
                                                      : errorAnswer(404, "fault_not_found", QStringLiteral("No such fault is armed.")));
    });
}

} // namespace keyturn::backend
