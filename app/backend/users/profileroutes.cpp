// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/profileroutes.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/users/userjson.h"

namespace keyturn::backend {

namespace {

/// The new name, or what is wrong with each member. Whatever else a profile has is not its owner's to change here, and silence would look like
/// success.
struct CheckedChange {
    UserEdit edit;
    QList<core::FieldError> problems;
};

CheckedChange checkChange(const QJsonObject &members)
{
    CheckedChange checked;
    for (auto member = members.begin(); member != members.end(); ++member) {
        if (member.key() != QLatin1String("name")) {
            checked.problems.append({member.key().left(64), QStringLiteral("This cannot be changed here.")});
        } else if (!member.value().isString()) {
            checked.problems.append({member.key(), QStringLiteral("This must be text.")});
        } else {
            checked.edit.name = member.value().toString().trimmed();
            if (const auto problem = nameProblem(*checked.edit.name))
                checked.problems.append({member.key(), *problem});
        }
    }
    return checked;
}

} // namespace

void ProfileRoutes::addTo(Router &router)
{
    router.add("GET", "/api/profile",
               m_guard.needs(requirement::signedIn, [](const Call &, const LiveSession &live) { return jsonAnswer(200, toJson(live.user)); }));
    router.add("PATCH", "/api/profile",
               m_guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live) { return change(call.request, live); }));
}

Response ProfileRoutes::change(const Request &request, const LiveSession &live)
{
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return *body.refusal;
    const CheckedChange checked = checkChange(body.members);
    if (!checked.problems.isEmpty())
        return validationAnswer(checked.problems);
    if (const auto changed = m_store.edit(live.user.id, checked.edit, instantOf(m_clock)); !changed.ok())
        return failureAnswer(changed.error());
    User user = live.user;
    user.name = checked.edit.name.value_or(user.name);
    return jsonAnswer(200, toJson(user));
}

} // namespace keyturn::backend
