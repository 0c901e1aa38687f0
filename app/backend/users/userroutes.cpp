// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/userroutes.h"

#include "backend/answers.h"
#include "backend/users/userjson.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

constexpr int mostUsers = 100; ///< In one answer.

Response noSuchUser()
{
    return errorAnswer(404, "user_not_found", QStringLiteral("There is no such user."));
}

/// The answer to what did not come about, or nothing: it did.
std::optional<Response> refusalOf(const core::Result<UserChange> &change)
{
    if (!change.ok())
        return failureAnswer(change.error());
    switch (*change) {
    case UserChange::NoSuchUser:
        return noSuchUser();
    case UserChange::LastAdmin:
        return errorAnswer(409, "last_admin", QStringLiteral("This is the last administrator; make somebody else one first."));
    case UserChange::Done:
        break;
    }
    return std::nullopt;
}

struct CheckedEdit {
    UserEdit edit;
    QList<core::FieldError> problems;
};

CheckedEdit checkEdit(const QJsonObject &members)
{
    CheckedEdit checked;
    for (auto member = members.begin(); member != members.end(); ++member) {
        const QString text = member.value().toString();
        if (member.key() == QLatin1String("role") && isRole(text))
            checked.edit.role = text;
        else if (member.key() == QLatin1String("role"))
            checked.problems.append({member.key(), QStringLiteral("The role must be user or admin.")});
        else if (member.key() == QLatin1String("disabled") && member.value().isBool())
            checked.edit.disabled = member.value().toBool();
        else if (member.key() == QLatin1String("disabled"))
            checked.problems.append({member.key(), QStringLiteral("This must be true or false.")});
        else
            checked.problems.append({member.key().left(64), QStringLiteral("This cannot be changed here.")});
    }
    return checked;
}

} // namespace

void UserRoutes::addTo(Router &router)
{
    router.add("GET", "/api/users", m_guard.needs(requirement::admin, [this](const Call &call, const LiveSession &) { return list(call.request); }));
    router.add("GET", "/api/users/:id", m_guard.needs(requirement::signedIn, [this](const Call &call, const LiveSession &live) {
        return show(QString::fromLatin1(call.parameter), live);
    }));
    router.add("PATCH", "/api/users/:id",
               m_guard.needs(requirement::recentAdmin, [this](const Call &call, const LiveSession &) { return change(call); }));
    router.add("DELETE", "/api/users/:id", m_guard.needs(requirement::recentAdmin, [this](const Call &call, const LiveSession &) {
        return remove(QString::fromLatin1(call.parameter));
    }));
}

Response UserRoutes::list(const Request &request)
{
    const CheckedPage checked = pageOf(request.query, mostUsers);
    if (checked.refusal)
        return *checked.refusal;
    const auto users = m_store.list(checked.page);
    if (!users.ok())
        return failureAnswer(users.error());
    QJsonArray list;
    for (const UserRecord &record : users->items)
        list.append(toJson(record));
    QJsonObject body{{QStringLiteral("users"), list}};
    if (users->next)
        body.insert(QStringLiteral("next"), users->next->text());
    return jsonAnswer(200, body);
}

Response UserRoutes::show(const QString &id, const LiveSession &live)
{
    // Whether there is such a user or not: the answer is the same, so that ids cannot be tried out.
    if (id != live.user.id && live.user.role != QLatin1String("admin"))
        return forbidden();
    const auto record = m_store.find(id);
    if (!record.ok())
        return failureAnswer(record.error());
    return *record ? jsonAnswer(200, toJson(**record)) : noSuchUser();
}

Response UserRoutes::change(const Call &call)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return *body.refusal;
    const CheckedEdit checked = checkEdit(body.members);
    if (!checked.problems.isEmpty())
        return validationAnswer(checked.problems);
    const QString id = QString::fromLatin1(call.parameter);
    if (std::optional<Response> refusal = refusalOf(m_store.edit(id, checked.edit, instantOf(m_clock))))
        return *std::move(refusal);
    const auto record = m_store.find(id);
    if (!record.ok())
        return failureAnswer(record.error());
    return *record ? jsonAnswer(200, toJson(**record)) : noSuchUser();
}

Response UserRoutes::remove(const QString &id)
{
    return refusalOf(m_store.remove(id)).value_or(emptyAnswer());
}

} // namespace keyturn::backend
