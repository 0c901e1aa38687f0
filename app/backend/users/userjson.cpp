// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/userjson.h"

namespace keyturn::backend {

QJsonObject toJson(const User &user)
{
    return {{QStringLiteral("id"), user.id},
            {QStringLiteral("email"), user.email},
            {QStringLiteral("name"), user.name},
            {QStringLiteral("role"), user.role},
            {QStringLiteral("createdAt"), isoText(user.createdAt)}};
}

QJsonObject toJson(const UserRecord &record)
{
    QJsonObject json = toJson(record.user);
    json.insert(QStringLiteral("emailVerified"), record.emailVerified);
    if (record.disabledAt)
        json.insert(QStringLiteral("disabledAt"), isoText(*record.disabledAt));
    return json;
}

} // namespace keyturn::backend
