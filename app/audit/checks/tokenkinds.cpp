// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

void judge(const QString &what, const Answer &answer, Verdict &verdict)
{
    verdict.show(answer);
    if (answer.isGood())
        verdict.addFailure(QStringLiteral("%1 is taken.").arg(what), answer);
    else if (answer.isRefusal() && !answer.isRateLimited())
        verdict.addPass(QStringLiteral("%1 is refused (%2).").arg(what, answer.told()));
    else
        verdict.addGap(QStringLiteral("%1 got neither a yes nor a no: %2.").arg(what, answer.told()));
}

void lookAtRefreshToken(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    if (!tokens.canRefresh() || tokens.refreshToken == tokens.accessToken)
        return;
    if (const core::Result<Answer> answer = site.whoAmI(tokens.refreshToken); answer.ok())
        judge(QStringLiteral("A refresh token in the place of an access token"), *answer, verdict);
    model::TokenSet swapped = tokens;
    swapped.refreshToken = tokens.accessToken;
    const core::Result<Renewal> renewal = site.refresh(swapped);
    if (renewal.ok())
        judge(QStringLiteral("An access token in the place of a refresh token"), renewal->answer, verdict);
    else if (renewal.error().kind != core::ErrorKind::Configuration)
        verdict.addGap(renewal.error().detail);
}

/// RFC 8725 §2.8: what tells a client who signed in is no key to anything.
void lookAtIdToken(Site &site, const CodeDoor &door, Verdict &verdict)
{
    PageBrowser browser = door.browser(site);
    const core::Secret verifier = newVerifier(site);
    const CodeRequest request = door.request(site, verifier);
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, site.stranger());
    if (!arrival.ok() || arrival->code().isEmpty())
        return verdict.addGap(
            QStringLiteral("%1 gave no ID token to try: %2").arg(door.name(), arrival.ok() ? arrival->obstacle : arrival.error().detail));
    const core::Result<Answer> answer = door.exchange(site, arrival->code(), request.redirectUri, verifier);
    const core::Result<model::TokenSet> tokens = answer.ok() ? door.tokensOf(site, *answer) : core::Result<model::TokenSet>(answer.error());
    if (!tokens.ok() || tokens->idToken.isEmpty())
        return verdict.addGap(QStringLiteral("%1 gave no ID token to try.").arg(door.name()));
    const QByteArray bearer = "Bearer " + tokens->idToken.reveal().toByteArray();
    if (!door.endpoints().userinfo.isEmpty())
        judge(QStringLiteral("An ID token as an access token at userinfo of %1").arg(door.provider().id.toString()),
              site.get(door.endpoints().userinfo, {{"Authorization", bearer}}), verdict);
    if (const core::Result<Answer> who = site.whoAmI(tokens->idToken); who.ok())
        judge(QStringLiteral("An ID token of %1 as an access token at the backend").arg(door.provider().id.toString()), *who, verdict);
}

Verdict look(Site &site)
{
    Verdict verdict;
    const core::Result<Visit> visit = site.signIn();
    if (visit.ok())
        lookAtRefreshToken(site, visit->tokens, verdict);
    else if (visit.error().kind != core::ErrorKind::Configuration)
        verdict.addGap(visit.error().detail);
    for (const CodeDoor &door : providerDoors(site).doors) {
        if (door.knowsNonce())
            lookAtIdToken(site, door, verdict);
    }
    if (verdict.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The backend gives one kind of token."));
    return verdict;
}

} // namespace

Check tokenKinds()
{
    return {16,
            QStringLiteral("token-kinds"),
            QStringLiteral("A refresh or ID token is no access token, and the reverse"),
            Severity::High,
            Mode::Active,
            {reference(QStringLiteral("RFC 8725 §3.11")), reference(QStringLiteral("RFC 8725 §3.12"))},
            QStringLiteral("Write into each token what it is for, and look at it: a typ or an audience of its own for each kind.\n\n"
                           "jwt.verify(token, key, { audience: 'https://api.example.com/access' });"),
            &look};
}

} // namespace keyturn::audit::checks
