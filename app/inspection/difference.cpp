// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/difference.h"

#include "jose/jwt.h"

#include <QDateTime>

#include <algorithm>

namespace keyturn::inspection {

namespace {

const Member *memberOf(const Members &members, const QString &name)
{
    const auto found = std::find_if(members.list.begin(), members.list.end(), [&name](const Member &member) { return member.name == name; });
    return found == members.list.end() ? nullptr : &*found;
}

QList<Change> changesIn(const Members &before, const Members &after, Change::Part part)
{
    const auto timeOf = [part](const Member &member) { return part == Change::Part::Claims ? timeOfClaim(member) : QDateTime(); };
    QList<Change> changes;
    for (const Member &now : after.list) {
        const Member *then = memberOf(before, now.name);
        if (!then)
            changes.append({Change::Kind::Added, part, now.name, {}, now.text, {}, timeOf(now)});
        else if (then->value != now.value || then->text != now.text)
            changes.append({Change::Kind::Changed, part, now.name, then->text, now.text, timeOf(*then), timeOf(now)});
    }
    for (const Member &then : before.list) {
        if (!after.has(then.name))
            changes.append({Change::Kind::Removed, part, then.name, then.text, {}, timeOf(then), {}});
    }
    return changes;
}

Members headerOf(const Token &token)
{
    if (const auto *jws = std::get_if<SignedToken>(&token.content))
        return jws->header;
    const auto *jwe = std::get_if<EncryptedToken>(&token.content);
    return jwe ? jwe->header : Members();
}

Members claimsOf(const Token &token)
{
    const auto *jws = std::get_if<SignedToken>(&token.content);
    return jws ? jws->claims.value_or(Members()) : Members();
}

} // namespace

QList<Change> difference(const Token &before, const Token &after)
{
    return changesIn(headerOf(before), headerOf(after), Change::Part::Header) + changesIn(claimsOf(before), claimsOf(after), Change::Part::Claims);
}

QDateTime timeOfClaim(const Member &claim)
{
    static const QStringList times{QStringLiteral("exp"), QStringLiteral("nbf"), QStringLiteral("iat"), QStringLiteral("auth_time"),
                                   QStringLiteral("updated_at")};
    const std::optional<qint64> seconds = times.contains(claim.name) ? jose::numericDate(claim.value) : std::nullopt;
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC) : QDateTime();
}

} // namespace keyturn::inspection
