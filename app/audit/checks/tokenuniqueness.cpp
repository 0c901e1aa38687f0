// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"
#include "jose/jwt.h"

namespace keyturn::audit::checks {

namespace {

/// A few requests take no few seconds: some two of them fall into one.
constexpr int mostTries = 6;

/// The second in which a token was made; empty where it does not tell, as for what is no JWT.
QJsonValue secondOf(const core::Secret &token)
{
    const core::Result<jose::Jwt> jwt = jose::readJwt(token);
    if (!jwt.ok())
        return {};
    const QJsonValue issued = jwt->claims.value(QStringLiteral("iat"));
    return issued.isUndefined() ? jwt->claims.value(QStringLiteral("exp")) : issued;
}

core::Result<model::TokenSet> next(Site &site, const model::TokenSet &before)
{
    if (!site.profile().refresh || !before.canRefresh()) {
        const core::Result<Visit> visit = site.signIn();
        return visit.ok() ? core::Result<model::TokenSet>(visit->tokens) : core::Result<model::TokenSet>(visit.error());
    }
    const core::Result<Renewal> renewal = site.refresh(before);
    if (!renewal.ok())
        return renewal.error();
    if (!renewal->tokens)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("step_failed"),
                           QStringLiteral("A refresh did not work: %1.").arg(renewal->answer.told())};
    return *renewal->tokens;
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    model::TokenSet before = visit->tokens;
    const int tries = site.profile().refresh && before.canRefresh() ? mostTries : 2; // sign-ins are dearer than refreshes
    Verdict verdict;
    for (int i = 0; i < tries; ++i) {
        const core::Result<model::TokenSet> after = next(site, before);
        if (!after.ok())
            return Verdict::without(after.error());
        if (after->accessToken == before.accessToken) {
            verdict.addFailure(
                QStringLiteral("Two access tokens of one person that were given in one second are the same: to revoke one of them is to "
                               "revoke both, or neither."));
            return verdict;
        }
        if (secondOf(before.accessToken) == secondOf(after->accessToken)) {
            verdict.addPass(QStringLiteral("Two tokens that were given one after the other at once differ."));
            return verdict;
        }
        before = *after;
    }
    verdict.addGap(QStringLiteral("No two tokens fell into one second: the backend is too slow to see."));
    return verdict;
}

} // namespace

Check tokenUniqueness()
{
    return {21,
            QStringLiteral("token-uniqueness"),
            QStringLiteral("Two tokens that are issued in one second differ"),
            Severity::Low,
            Mode::Active,
            {reference(QStringLiteral("RFC 7519 §4.1.7"))},
            QStringLiteral("Give each token an id of its own.\n\njwt.sign(claims, key, { jwtid: crypto.randomUUID(), expiresIn: '15m' });"),
            &look};
}

} // namespace keyturn::audit::checks
