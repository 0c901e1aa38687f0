// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

const QString stateName = QStringLiteral("state");
const QString challengeName = QStringLiteral("code_challenge");

/// A parameter that protects: in both of two requests to the provider, and another one each time.
void lookAtParameter(const CodeDoor &door, const QString &name, const QUrl &first, const QUrl &second, const Answer &shown, Verdict &verdict)
{
    const QString one = parameterOf(first, name);
    if (one.isEmpty())
        verdict.addFailure(QStringLiteral("%1 begins at the provider without %2.").arg(door.name(), name), shown);
    else if (one == parameterOf(second, name))
        verdict.addFailure(QStringLiteral("%1 begins at the provider with the same %2 each time.").arg(door.name(), name), shown);
    else
        verdict.addPass(QStringLiteral("%1 begins with a fresh %2.").arg(door.name(), name));
}

void lookAtRequest(const CodeDoor &door, const QUrl &first, const QUrl &second, const Answer &shown, Verdict &verdict)
{
    if (!parameterOf(first, QStringLiteral("request_uri")).isEmpty())
        return verdict.addGap(QStringLiteral("%1 pushes its request to the provider, so that it is not seen (RFC 9126).").arg(door.name()));
    lookAtParameter(door, stateName, first, second, shown, verdict);
    lookAtParameter(door, challengeName, first, second, shown, verdict);
    const QString method = parameterOf(first, QStringLiteral("code_challenge_method"));
    if (!parameterOf(first, challengeName).isEmpty() && method != QLatin1String("S256"))
        verdict.addFailure(QStringLiteral("%1 proves by the method %2, not S256.")
                               .arg(door.name(), method.isEmpty() ? QStringLiteral("plain, which is meant where none is named") : method),
                           shown);
    if (parameterOf(first, QStringLiteral("scope")).split(u' ').contains(QStringLiteral("openid")))
        lookAtParameter(door, QStringLiteral("nonce"), first, second, shown, verdict);
}

QUrl withoutState(const QUrl &callback)
{
    QUrlQuery query(callback);
    query.removeAllQueryItems(stateName);
    QUrl url = callback;
    url.setQuery(query);
    return url;
}

/// With a code that the provider did give, so that nothing but the missing state speaks against it.
void lookAtCallback(Site &site, const CodeDoor &door, const QUrl &callback, Verdict &verdict)
{
    PageBrowser browser = door.browser(site);
    browser.stopAt(callback);
    const CodeRequest request = door.request(site, newVerifier(site));
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, site.stranger());
    const QString what = QStringLiteral("%1's callback without state").arg(door.name());
    if (!arrival.ok() || arrival->code().isEmpty())
        return verdict.addGap(QStringLiteral("%1 was not tried: %2").arg(what, arrival.ok() ? arrival->obstacle : arrival.error().detail));
    browser.stopAt({});
    const Page page = browser.open(withoutState(arrival->address));
    const bool isHandedOver =
        page.leftFor.toString(QUrl::FullyEncoded).startsWith(request.redirectUri) && !parameterOf(page.leftFor, QStringLiteral("code")).isEmpty();
    if (isHandedOver)
        verdict.addFailure(QStringLiteral("%1 is taken: anybody can have their own sign-in finished in another person's browser.").arg(what),
                           page.answer);
    else if ((page.answer.isRefusal() && !page.answer.isRateLimited()) || !parameterOf(page.leftFor, QStringLiteral("error")).isEmpty())
        verdict.addPass(QStringLiteral("%1 is refused (%2).").arg(what, page.answer.told()));
    else
        verdict.addGap(QStringLiteral("%1 got neither a yes nor a no: %2.").arg(what, page.answer.told()));
}

void lookAt(Site &site, const CodeDoor &door, Verdict &verdict)
{
    QList<QUrl> begun;
    Answer shown;
    for (int i = 0; i < 2; ++i) {
        const core::Result<QUrl> address = door.address(door.request(site, newVerifier(site)));
        if (!address.ok())
            return verdict.addGap(address.error().detail);
        shown = site.get(*address);
        const QByteArray location = shown.header("Location");
        if (shown.status / 100 != 3 || location.isEmpty())
            return verdict.addGap(QStringLiteral("%1 does not redirect to a provider: %2.").arg(door.name(), shown.told()));
        begun.append(address->resolved(QUrl::fromEncoded(location)));
    }
    verdict.show(shown);
    lookAtRequest(door, begun.at(0), begun.at(1), shown, verdict);
    const QUrl callback(parameterOf(begun.at(0), QStringLiteral("redirect_uri")));
    if (callback.isEmpty())
        verdict.addGap(QStringLiteral("%1 tells no redirect_uri, so that its callback was not tried.").arg(door.name()));
    else
        lookAtCallback(site, door, callback, verdict);
}

Verdict look(Site &site)
{
    const CodeDoors found = handoffDoors(site);
    if (found.doors.isEmpty())
        return Verdict::notApplicable(
            QStringLiteral("The backend hands no sign-in by a provider over, as far as the profile tells; what Keyturn asks a "
                           "provider itself always has state, nonce and PKCE."));
    Verdict verdict;
    for (const CodeDoor &door : found.doors)
        lookAt(site, door, verdict);
    return verdict;
}

} // namespace

Check authorizationRequest()
{
    return {
        39,
        QStringLiteral("authorization-request"),
        QStringLiteral("A sign-in by a provider begins with fresh state, nonce and PKCE, and ends with that state alone"),
        Severity::High,
        Mode::Active,
        {reference(QStringLiteral("RFC 9700 §4.7"))},
        QStringLiteral("Make state, nonce and code verifier anew for each sign-in, keep them with the browser's cookie, and refuse a callback whose "
                       "state is not that one.\n\npassport.use(new OAuth2Strategy({ state: true, pkce: 'S256', ... }, verify));"),
        &look};
}

} // namespace keyturn::audit::checks
