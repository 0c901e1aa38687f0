// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/tokentrial.h"

namespace keyturn::audit::checks {

namespace {

using namespace std::chrono_literals;

/// Beyond all that backends tolerate for clocks that differ.
constexpr std::chrono::seconds tolerance = 5min;
constexpr qint64 anHour = 3600;

/// RFC 7519 §4.1.4, §4.1.5: with the backend's own key, which makes waiting unnecessary.
bool tryBySignature(TokenTrial &trial)
{
    const std::optional<qint64> end = jose::numericDate(trial.claims().value(QStringLiteral("exp")));
    const std::optional<qint64> begin = jose::numericDate(trial.claims().value(QStringLiteral("iat")));
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QJsonObject expired = trial.claims();
    expired.insert(QStringLiteral("exp"), now - anHour);
    if (begin)
        expired.insert(QStringLiteral("iat"), qMin(*begin, now - 2 * anHour));
    expired.remove(QStringLiteral("nbf"));
    const core::Result<core::Secret> old = trial.signedAnew(expired);
    if (!old.ok()) {
        trial.verdict().addGap(QStringLiteral("Tokens that are not yet valid (nbf) were not tried. ") + old.error().detail);
        return false;
    }
    trial.expectRefusal(*old, QStringLiteral("An access token that ended an hour ago"));
    QJsonObject early = trial.claims();
    early.insert(QStringLiteral("nbf"), now + anHour);
    early.insert(QStringLiteral("exp"), qMax(end.value_or(0), now + 2 * anHour));
    if (const core::Result<core::Secret> token = trial.signedAnew(early); token.ok())
        trial.expectRefusal(*token, QStringLiteral("An access token that begins in an hour (nbf)"));
    return true;
}

/// What @p token is taken for once @p end is over; waits for it.
void tryByWaiting(Site &site, const core::Secret &token, const QDateTime &end, Verdict &verdict)
{
    const std::chrono::seconds left(qMax<qint64>(0, site.clock().now().secsTo(end)) + 2);
    if (const core::Result<void> passed = site.passTime(left); !passed.ok())
        return verdict.addGap(QStringLiteral("The end of an access token was not waited for. ") + passed.error().detail);
    core::Result<bool> isTaken = site.isTaken(token);
    const bool isTolerated = isTaken.ok() && *isTaken;
    if (isTolerated) {
        if (const core::Result<void> passed = site.passTime(tolerance); !passed.ok())
            return verdict.addGap(QStringLiteral("An access token is taken just after its end, which may be tolerance for clocks. ")
                                  + passed.error().detail);
        isTaken = site.isTaken(token);
    }
    if (!isTaken.ok())
        verdict.addGap(isTaken.error().detail);
    else if (*isTaken)
        verdict.addFailure(QStringLiteral("An access token is taken minutes after its end."));
    else
        verdict.addPass(QStringLiteral("An access token is refused once it has ended."));
}

/// Of access tokens that are no JWTs, by what the backend told when it gave them.
Verdict lookAtOpaque(Site &site)
{
    if (!site.profile().access.cookie.isEmpty())
        return Verdict::notApplicable(QStringLiteral("A session cookie keeps people signed in, and no token that says when it ends."));
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    if (!visit->tokens.accessExpiresAt.isValid())
        return Verdict::inconclusive(QStringLiteral("The backend does not say when its access tokens end."));
    Verdict verdict;
    tryByWaiting(site, visit->tokens.accessToken, visit->tokens.accessExpiresAt, verdict);
    return verdict;
}

Verdict look(Site &site)
{
    core::Result<TokenTrial> trial = TokenTrial::begin(site);
    if (!trial.ok())
        return trial.error().kind == core::ErrorKind::Configuration && site.profile().identity ? lookAtOpaque(site) : Verdict::without(trial.error());
    const QDateTime end = jose::expiryOf(trial->token());
    if (!end.isValid()) {
        trial.value().verdict().addFailure(QStringLiteral("Access tokens do not say when they end (exp)."));
        return trial.value().verdict();
    }
    const bool hasTried = tryBySignature(trial.value());
    if (!hasTried)
        tryByWaiting(site, trial->token(), end, trial.value().verdict());
    return trial.value().ended(QStringLiteral("Tokens that have ended, and tokens that have not begun, are refused."));
}

} // namespace

Check tokenTimes()
{
    return {
        14,
        QStringLiteral("token-times"),
        QStringLiteral("Expired and not yet valid access tokens are refused"),
        Severity::High,
        Mode::Active,
        {reference(QStringLiteral("ASVS 9.2.1"))},
        QStringLiteral("Let the library look at exp and nbf, and tolerate a minute of difference between clocks at the most.\n\njwt.verify(token, "
                       "key, { algorithms: ['HS256'], clockTolerance: 30 }); // and no ignoreExpiration, ignoreNotBefore"),
        &look};
}

} // namespace keyturn::audit::checks
