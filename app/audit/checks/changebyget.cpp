// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/listedsessions.h"
#include "audit/site.h"
#include "backendapi/requestbuilder.h"
#include "backendapi/tokenrequest.h"

namespace keyturn::audit::checks {

namespace {

/// As a link or an image of another site's page makes the browser ask.
net::HttpRequest asGet(net::HttpRequest request)
{
    request.method = "GET";
    request.body = {};
    request.headers.removeIf([](const net::Header &header) { return header.name.compare("Content-Type", Qt::CaseInsensitive) == 0; });
    return request;
}

/// Tokens whose next refresh is known to work, where refreshes work at all.
model::TokenSet proven(Site &site, model::TokenSet tokens)
{
    const core::Result<Renewal> renewal = site.refresh(tokens);
    if (renewal.ok() && renewal->tokens)
        return *renewal->tokens;
    tokens.refreshToken = {};
    return tokens;
}

/// Whether a session is over by what was asked; the person's own tokens were good before.
void judge(Site &site, const model::TokenSet &tokens, const QList<Answer> &answers, const QString &deed, Verdict &verdict)
{
    for (const Answer &answer : answers)
        verdict.show(answer);
    const core::Result<bool> isTaken = site.isTaken(tokens.accessToken);
    const bool isOver = isTaken.ok() && !*isTaken;
    const core::Result<bool> isLive = isOver ? core::Result<bool>(false) : lives(site, tokens);
    if (!isLive.ok())
        verdict.addGap(isLive.error().detail);
    else if (!*isLive)
        verdict.addFailure(QStringLiteral("GET %1: any page can make the browser do that.").arg(deed));
    else
        verdict.addPass(QStringLiteral("No GET %1.").arg(deed));
}

void trySignOut(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    core::Result<net::HttpRequest> built = backendapi::requestWithTokens(site.profile(), *site.profile().signOut, tokens, {});
    if (!built.ok())
        return verdict.addGap(QStringLiteral("The sign-out could not be asked for (%1).").arg(built.error().code));
    if (built->method == "GET")
        return verdict.addFailure(QStringLiteral("GET signs out, by the profile itself: any page can make the browser do that."));
    backendapi::authorize(built.value(), site.profile().access, tokens.accessToken);
    judge(site, tokens, {site.ask(asGet(*built))}, QStringLiteral("signs out"), verdict);
}

/// The address itself, and those that people give to what a link is to do.
void tryRevocation(Site &site, const model::TokenSet &tokens, Verdict &verdict)
{
    const core::Result<ListedSessions> before = listSessions(site, tokens);
    const core::Result<Visit> other = site.signIn();
    if (!before.ok() || !other.ok())
        return;
    const core::Result<ListedSessions> after = listSessions(site, tokens);
    const QString id = after.ok() ? newSession(*before, *after) : QString();
    if (id.isEmpty())
        return verdict.addGap(QStringLiteral("Whether GET ends a session was not seen: the list did not tell the other one."));
    const core::Result<net::HttpRequest> built = site.request(*site.profile().sessions->revoke, {{{QStringLiteral("sessionId"), id}}, {}});
    if (!built.ok())
        return;
    const model::TokenSet live = proven(site, other->tokens);
    net::HttpRequest request = asGet(*built);
    backendapi::authorize(request, site.profile().access, tokens.accessToken);
    QList<Answer> answers;
    for (const char *end : {"", "/end", "/delete", "/revoke", "?_method=DELETE"}) {
        request.url = QUrl(built->url.toString(QUrl::FullyEncoded) + QLatin1String(end), QUrl::StrictMode);
        answers.append(site.ask(request));
    }
    judge(site, live, answers, QStringLiteral("ends a session"), verdict);
}

Verdict look(Site &site)
{
    const model::BackendProfile &profile = site.profile();
    const bool canRevoke = profile.sessions && profile.sessions->revoke;
    if (!profile.signOut && !canRevoke)
        return Verdict::notApplicable(QStringLiteral("The profile names nothing that could be tried: neither a sign-out nor an end of sessions."));
    const core::Result<Visit> visit = site.signIn();
    if (!visit.ok())
        return Verdict::without(visit.error());
    const core::Result<bool> isTaken = site.isTaken(visit->tokens.accessToken);
    if (!isTaken.ok())
        return Verdict::without(isTaken.error());
    Verdict verdict;
    const model::TokenSet tokens = proven(site, visit->tokens);
    if (canRevoke)
        tryRevocation(site, tokens, verdict);
    if (profile.signOut)
        trySignOut(site, tokens, verdict);
    return verdict;
}

} // namespace

Check changeByGet()
{
    return {10,
            QStringLiteral("change-by-get"),
            QStringLiteral("GET changes nothing"),
            Severity::Medium,
            Mode::Active,
            {reference(QStringLiteral("ASVS 3.5.3"))},
            QStringLiteral("Let POST, PATCH and DELETE alone change anything: browsers send cookies along with GET from any site's link.\n\n"
                           "router.post('/auth/logout', signOut); // no router.get, no router.all"),
            &look};
}

} // namespace keyturn::audit::checks
