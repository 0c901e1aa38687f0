// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/site.h"

namespace keyturn::audit::checks {

namespace {

constexpr int together = 6; // as many connections as a browser opens to one host
constexpr std::chrono::seconds longestGrace{60};

/// The tokens that came of one refresh token when it was sent many times at once, each once.
core::Result<QList<model::TokenSet>> fork(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    QList<net::HttpRequest> requests;
    for (int i = 0; i < together; ++i) {
        const core::Result<net::HttpRequest> request = site.refreshRequest(tokens);
        if (!request.ok())
            return request.error();
        requests.append(*request);
    }
    QList<model::TokenSet> given;
    for (const Answer &answer : site.wire().askTogether(requests)) {
        verdict.show(answer);
        const core::Result<Renewal> renewal = site.renewalOf(answer, tokens);
        if (!renewal.ok())
            return renewal.error();
        const auto isSame = [&renewal](const model::TokenSet &one) { return one.refreshToken == renewal->tokens->refreshToken; };
        if (renewal->tokens && std::none_of(given.cbegin(), given.cend(), isSame))
            given.append(*renewal->tokens);
    }
    return given;
}

Verdict look(Site &site)
{
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    Verdict verdict;
    const core::Result<QList<model::TokenSet>> given = fork(site, visit->tokens, verdict);
    if (!given.ok())
        return Verdict::without(given.error());
    if (given->isEmpty()) {
        verdict.addGap(QStringLiteral("None of %1 refreshes at the same time worked.").arg(together));
        return verdict;
    }
    if (given->size() == 1 && given->first().refreshToken == visit->tokens.refreshToken)
        return Verdict::notApplicable(QStringLiteral("The refresh token is not rotated."));
    if (given->size() == 1) {
        verdict.addPass(QStringLiteral("%1 refreshes at the same time gave one refresh token.").arg(together));
        return verdict;
    }
    const core::Result<void> passed = site.passTime(longestGrace);
    if (!passed.ok()) {
        verdict.addGap(QStringLiteral("%1 refreshes at the same time gave %2 refresh tokens; whether they live beyond a grace was not seen. %3")
                           .arg(together)
                           .arg(given->size())
                           .arg(passed.error().detail));
        return verdict;
    }
    int live = 0;
    for (const model::TokenSet &each : *given) {
        const core::Result<Renewal> renewal = site.refresh(each);
        live += renewal.ok() && renewal->answer.isGood() ? 1 : 0;
    }
    const QString told = QStringLiteral("Of the %1 refresh tokens that %2 refreshes at the same time gave, %3 lived a minute later.")
                             .arg(given->size())
                             .arg(together)
                             .arg(live);
    if (live > 1)
        verdict.addFailure(told);
    else
        verdict.addPass(told);
    return verdict;
}

} // namespace

Check parallelRefresh()
{
    return {
        22,
        QStringLiteral("parallel-refresh"),
        QStringLiteral("Refreshes at the same time leave one live refresh token"),
        Severity::Medium,
        Mode::Stress,
        {reference(QStringLiteral("RFC 9700 §4.14.2"))},
        QStringLiteral("Spend a refresh token by one statement that only one request can win, and give the others the winner's successor for a few "
                       "seconds, or nothing.\n\nUPDATE refresh_tokens SET spent_at = now() WHERE hash = $1 AND spent_at IS NULL RETURNING *"),
        &look};
}

} // namespace keyturn::audit::checks
