// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/profileroutes.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/users/userjson.h"

namespace keyturn::backend {

namespace {

constexpr qsizetype longestEmail = 512;

/// What is to change, or what is wrong with each member. Whatever else a profile has is not its owner's to change here, and silence would look like
/// success.
struct CheckedChange {
    UserEdit edit;
    std::optional<QString> email;
    std::optional<core::Secret> password;
    QList<core::FieldError> problems;
};

std::optional<QString> problemOf(const QString &member, const QJsonValue &value, CheckedChange &checked)
{
    const bool known = member == QLatin1String("name") || member == QLatin1String("email") || member == QLatin1String("password");
    if (!known)
        return QStringLiteral("This cannot be changed here.");
    if (!value.isString())
        return QStringLiteral("This must be text.");
    if (member == QLatin1String("name")) {
        checked.edit.name = value.toString().trimmed();
        return nameProblem(*checked.edit.name);
    }
    if (member == QLatin1String("email")) {
        checked.email = normalisedEmail(value.toString().left(longestEmail));
        return emailProblem(*checked.email);
    }
    checked.password = core::Secret::fromText(value.toString());
    return std::nullopt;
}

CheckedChange checkChange(const QJsonObject &members)
{
    CheckedChange checked;
    for (auto member = members.begin(); member != members.end(); ++member) {
        if (const auto problem = problemOf(member.key(), member.value(), checked))
            checked.problems.append({member.key().left(64), *problem});
    }
    if (checked.password && !members.contains(QStringLiteral("email")))
        checked.problems.append({QStringLiteral("password"), QStringLiteral("This is wanted for another e-mail address alone.")});
    return checked;
}

} // namespace

void ProfileRoutes::addTo(Router &router)
{
    router.add("GET", "/api/profile",
               m_guard.needs(requirement::signedIn, [](const Call &, const LiveSession &live) { return jsonAnswer(200, toJson(live.user)); }));
    router.add("PATCH", "/api/profile", m_guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live, const Replier &reply) {
        change(call.request, live, reply);
    }));
}

void ProfileRoutes::change(const Request &request, const LiveSession &live, const Replier &reply)
{
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return reply(*body.refusal);
    const CheckedChange checked = checkChange(body.members);
    if (!checked.problems.isEmpty())
        return reply(validationAnswer(checked.problems));
    if (!checked.email)
        return reply(edited(live, checked.edit, {}));
    const QString pending = *checked.email == live.user.email ? QString() : *checked.email;
    // Whoever may not change the address changes nothing by the same request.
    m_emailChange.begin(live, {*checked.email, checked.password},
                        [this, live, edit = checked.edit, pending, reply](const std::optional<Response> &refusal) {
                            reply(refusal ? *refusal : edited(live, edit, pending));
                        });
}

Response ProfileRoutes::edited(const LiveSession &live, const UserEdit &edit, const QString &pendingEmail)
{
    if (const auto changed = m_store.edit(live.user.id, edit, instantOf(m_clock)); !changed.ok())
        return failureAnswer(changed.error());
    User user = live.user;
    user.name = edit.name.value_or(user.name);
    QJsonObject profile = toJson(user);
    if (!pendingEmail.isEmpty())
        profile.insert(QStringLiteral("pendingEmail"), pendingEmail);
    return jsonAnswer(pendingEmail.isEmpty() ? 200 : 202, profile);
}

} // namespace keyturn::backend
