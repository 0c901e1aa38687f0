// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/refreshedidtoken.h"

#include "jose/jwt.h"
#include "model/profilechecks.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>

namespace keyturn::oauth {

namespace {

/// A provider on this computer may have another port than at the sign-in; whether an account may follow it there, accounts/profilefit.h says.
bool isSameIssuer(const QJsonValue &before, const QJsonValue &after)
{
    if (before == after)
        return true;
    QUrl old(before.toString());
    QUrl fresh(after.toString());
    if (!before.isString() || !after.isString() || !model::isLoopback(old))
        return false;
    old.setPort(-1);
    fresh.setPort(-1);
    return old == fresh;
}

QJsonArray audiencesIn(const QJsonObject &claims)
{
    const QJsonValue audience = claims.value(QStringLiteral("aud"));
    return audience.isArray() ? audience.toArray() : QJsonArray{audience};
}

bool isSameAudience(const QJsonObject &before, const QJsonObject &after, const model::IdentityProvider &provider)
{
    const QJsonArray old = audiencesIn(before);
    const QJsonArray fresh = audiencesIn(after);
    const bool holdsAll = std::all_of(old.begin(), old.end(), [&fresh](const QJsonValue &one) { return fresh.contains(one); });
    return holdsAll && std::all_of(fresh.begin(), fresh.end(), [&](const QJsonValue &one) {
               return old.contains(one) || provider.resources.contains(one.toString()) || provider.trustedAudiences.contains(one.toString());
           });
}

/// Only where both tell it. Core wants that of the sign-in; Keycloak tells when the person last proved it in its own session, which another program
/// may have asked for since. An earlier one is another sign-in's.
bool isNoEarlierProof(const QJsonValue &before, const QJsonValue &after)
{
    const std::optional<qint64> old = jose::numericDate(before);
    if (!old || after.isUndefined())
        return true;
    const std::optional<qint64> fresh = jose::numericDate(after);
    return fresh && *fresh >= *old;
}

/// The claim by which the two are of different sign-ins; empty: none.
QString differingClaim(const QJsonObject &before, const QJsonObject &after, const model::IdentityProvider &provider)
{
    const auto value = [](const QJsonObject &claims, const char *name) { return claims.value(QLatin1String(name)); };
    if (!isSameIssuer(value(before, "iss"), value(after, "iss")))
        return QStringLiteral("iss");
    if (value(before, "sub") != value(after, "sub"))
        return QStringLiteral("sub");
    if (!isSameAudience(before, after, provider))
        return QStringLiteral("aud");
    if (value(before, "azp") != value(after, "azp"))
        return QStringLiteral("azp");
    if (!isNoEarlierProof(value(before, "auth_time"), value(after, "auth_time")))
        return QStringLiteral("auth_time");
    if (after.contains(QLatin1String("nonce")) && value(before, "nonce") != value(after, "nonce"))
        return QStringLiteral("nonce");
    return {};
}

core::Error ofAnother(const QString &detail)
{
    return {core::ErrorKind::SignInAgain, QStringLiteral("id_token_subject"), detail};
}

} // namespace

core::Result<core::Secret> idTokenAfterRefresh(const core::Secret &old, const core::Secret &fresh, const model::IdentityProvider &provider)
{
    if (fresh.isEmpty() || old.isEmpty())
        return old;
    const core::Result<jose::Jwt> before = jose::readJwt(old);
    if (!before.ok())
        return old; // of plain OAuth 2, where nobody looks into it
    const core::Result<jose::Jwt> after = jose::readJwt(fresh);
    if (!after.ok())
        return after.error().code == QLatin1String("jwt_encrypted")
            ? old
            : core::Result<core::Secret>(ofAnother(QStringLiteral("the ID token of the refresh cannot be read: ") + after.error().code));
    if (const QString claim = differingClaim(before->claims, after->claims, provider); !claim.isEmpty())
        return ofAnother(QStringLiteral("%1 of the ID token changed with the refresh").arg(claim));
    return fresh;
}

} // namespace keyturn::oauth
