// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"
#include "googlerequest.h"

#include <QJsonArray>
#include <QUrlQuery>

namespace keyturn::backend {

namespace {

constexpr auto elsewhere = "https://elsewhere.example/take";
constexpr auto alike = "http://127.0.0.1.elsewhere.example/take";
const QString google = QStringLiteral("google");
const QString person = QStringLiteral("ada@example.com");

/// Whether a sign-in by Google begins without @p parameter, and is finished all the same.
Probe startsWithout(const char *parameter)
{
    return [name = QString::fromLatin1(parameter)](DefectSite &site) {
        return !redirectParameters(site.journey().start(startRequest())).contains(name) && !site.journey().codeFor(person).isEmpty();
    };
}

/// Whether two sign-ins by Google begin with the same @p parameter, and are finished all the same.
Probe startsWithTheSame(const char *parameter)
{
    return [name = QString::fromLatin1(parameter)](DefectSite &site) {
        const auto begun = [&] { return redirectParameters(site.journey().start(startRequest())).value(name); };
        const QString first = begun();
        return !first.isEmpty() && begun() == first && !site.journey().codeFor(person).isEmpty();
    };
}

bool callbackWithoutState(DefectSite &site)
{
    const QString state = QStringLiteral("state");
    Browser browser(site.http());
    QByteArray callback = site.journey().atProvider(browser, person, startRequest(), google);
    QUrlQuery query(QString::fromLatin1(callback.mid(callback.indexOf('?') + 1)));
    const bool had = query.hasQueryItem(state);
    query.removeQueryItem(state);
    callback = callback.left(callback.indexOf('?') + 1) + query.toString(QUrl::FullyEncoded).toLatin1();
    return had && redirectParameters(browser.open(callback)).contains(QStringLiteral("code"));
}

/// Google's answer to @p request, and what the code that comes of it fetches.
struct AtGoogle {
    QByteArray location;
    int status = 0;
    QJsonObject tokens = {};
};

AtGoogle atGoogle(DefectSite &site, const Parameters &request, const QByteArray &verifier)
{
    Browser browser(site.http());
    const Answer consent = browser.signIn(browser.open(googleAuthorize(request)), person);
    if (consent.status != 200)
        return {};
    const Answer answer = browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}});
    QList<QPair<QByteArray, QByteArray>> form{{"grant_type", "authorization_code"},
                                              {"client_id", "keyturn-desktop"},
                                              {"redirect_uri", request.value(QStringLiteral("redirect_uri")).toLatin1()},
                                              {"code", redirectParameters(answer).value(QStringLiteral("code")).toUtf8()}};
    if (!verifier.isEmpty())
        form.append({"code_verifier", verifier});
    const Answer tokens = site.http().postForm("/google/token", form);
    return {answer.header("location"), tokens.status, tokens.json()};
}

/// The same at the backend's own hand-off.
int handedOff(DefectSite &site, const Parameters &request, const QByteArray &verifier)
{
    const QString code = redirectParameters(site.journey().handedOver(person, request, google)).value(QStringLiteral("code"));
    QJsonObject body = HandoffJourney::exchangeBody(code);
    body.insert(QStringLiteral("redirectUri"), request.value(QStringLiteral("redirect_uri")));
    if (verifier.isEmpty())
        body.remove(QStringLiteral("codeVerifier"));
    return site.http().postJson("/api/auth/handoff", body).status;
}

Parameters plain(Parameters request)
{
    request.insert(QStringLiteral("code_challenge"), QString::fromLatin1(testVerifier));
    request.remove(QStringLiteral("code_challenge_method"));
    return request;
}

Parameters withoutPkce(Parameters request)
{
    request.remove(QStringLiteral("code_challenge"));
    request.remove(QStringLiteral("code_challenge_method"));
    return request;
}

QJsonObject metadata(DefectSite &site)
{
    return site.http().get("/google/.well-known/openid-configuration").json();
}

bool codeReusable(DefectSite &site)
{
    const QString code = site.journey().codeFor(person);
    const QJsonObject first = site.journey().exchange(code).json();
    return site.journey().exchange(code).status == 200 && site.profile(first) == 200;
}

bool longLivedCode(DefectSite &site)
{
    const QString code = site.journey().codeFor(person);
    site.passTime(std::chrono::hours(1));
    const int status = site.journey().exchange(code).status;
    site.resetTime();
    return !code.isEmpty() && status == 200;
}

/// RFC 8725 §2.8: what tells a client who signed in is no key to anything.
bool idTokenAsAccess(DefectSite &site)
{
    if (site.profile(site.journey().signedIn(person, google)) != 200)
        return false;
    const AtGoogle fetched = atGoogle(site, googleRequest(), testVerifier);
    const QByteArray token = text(fetched.tokens, "id_token").toLatin1();
    const auto userinfo = [&](const QByteArray &bearer) {
        return site.http().get("/google/userinfo", {{"Authorization", "Bearer " + bearer}}).status;
    };
    return userinfo(text(fetched.tokens, "access_token").toLatin1()) == 200 && userinfo(token) == 200 && site.profile(token) == 200;
}

bool redirectTaken(DefectSite &site, const char *address)
{
    const AtGoogle taken = atGoogle(site, googleRequestWith("redirect_uri", QLatin1String(address)), testVerifier);
    return taken.location.startsWith(QByteArray(address) + '?') && taken.location.contains("code=") && taken.status == 200;
}

bool noIssuerInCallback(DefectSite &site)
{
    const QString iss = QStringLiteral("iss");
    const Parameters fromUs = redirectParameters(site.journey().handedOver(person, startRequest(), google));
    const AtGoogle fromGoogle = atGoogle(site, googleRequest(), testVerifier);
    return fromUs.contains(QStringLiteral("code")) && !fromUs.contains(iss) && fromGoogle.status == 200 && !fromGoogle.location.contains("iss=");
}

bool unverifiedEmailTakesOver(DefectSite &site)
{
    const QString email = QStringLiteral("unverified.victim@example.com");
    const QJsonObject victim = site.journey().registered(email);
    const QString taken = HandoffJourney::userOf(site.journey().signedIn(email, google));
    return !taken.isEmpty() && taken == HandoffJourney::userOf(victim);
}

} // namespace

Probes oauthProbes()
{
    return {
        {QStringLiteral("no-state"), startsWithout("state")},
        {QStringLiteral("no-nonce"), startsWithout("nonce")},
        {QStringLiteral("no-pkce"), startsWithout("code_challenge")},
        {QStringLiteral("fixed-state"), startsWithTheSame("state")},
        {QStringLiteral("fixed-nonce"), startsWithTheSame("nonce")},
        {QStringLiteral("fixed-pkce"), startsWithTheSame("code_challenge")},
        {QStringLiteral("plain-challenge"),
         [](DefectSite &site) {
             return redirectParameters(site.journey().start(startRequest())).value(QStringLiteral("code_challenge_method")) == QLatin1String("plain")
                 && !site.journey().codeFor(person).isEmpty();
         }},
        {QStringLiteral("callback-without-state"), callbackWithoutState},
        {QStringLiteral("any-redirect"), [](DefectSite &site) { return redirectTaken(site, elsewhere) && redirectTaken(site, alike); }},
        {QStringLiteral("redirect-prefix"), [](DefectSite &site) { return redirectTaken(site, alike) && !redirectTaken(site, elsewhere); }},
        {QStringLiteral("id-token-as-access"), idTokenAsAccess},
        {QStringLiteral("long-lived-code"), longLivedCode},
        {QStringLiteral("no-metadata"),
         [](DefectSite &site) {
             return site.http().get("/google/.well-known/openid-configuration").status == 404 && !site.journey().codeFor(person).isEmpty();
         }},
        {QStringLiteral("open-redirect"),
         [](DefectSite &site) {
             const Parameters request = startRequestWith("redirect_uri", QLatin1String(elsewhere));
             const Answer answer = site.journey().start(request).status == 303 ? site.journey().handedOver(person, request, google) : Answer();
             return answer.header("location").startsWith(QByteArray(elsewhere) + '?') && handedOff(site, request, testVerifier) == 200;
         }},
        {QStringLiteral("code-reusable"), codeReusable},
        {QStringLiteral("plain-pkce"),
         [](DefectSite &site) {
             return atGoogle(site, plain(googleRequest()), testVerifier).status == 200 && handedOff(site, plain(startRequest()), testVerifier) == 200;
         }},
        {QStringLiteral("optional-pkce"),
         [](DefectSite &site) {
             return atGoogle(site, withoutPkce(googleRequest()), {}).status == 200 && handedOff(site, withoutPkce(startRequest()), {}) == 200;
         }},
        {QStringLiteral("verifier-ignored"),
         [](DefectSite &site) {
             const bool challenged = atGoogle(site, withoutPkce(googleRequest()), {}).status == 0;
             return challenged && atGoogle(site, googleRequest(), "another verifier, that is long enough for one").status == 200
                 && handedOff(site, startRequest(), {}) == 200;
         }},
        {QStringLiteral("token-in-redirect"),
         [](DefectSite &site) {
             const Parameters given = redirectParameters(site.journey().handedOver(person, startRequest(), google));
             return site.profile(given.value(QStringLiteral("access_token")).toLatin1()) == 200
                 && site.journey().exchange(given.value(QStringLiteral("code"))).status == 200;
         }},
        {QStringLiteral("legacy-grants"),
         [](DefectSite &site) {
             return metadata(site).value(QStringLiteral("grant_types_supported")).toArray().contains(QStringLiteral("password"));
         }},
        {QStringLiteral("inexact-issuer"),
         [](DefectSite &site) { return text(metadata(site), "issuer") != site.journey().backend().url() + QLatin1String("/google"); }},
        {QStringLiteral("no-issuer-in-callback"), noIssuerInCallback},
        {QStringLiteral("unverified-email-takes-over"), unverifiedEmailTakesOver},
    };
}

} // namespace keyturn::backend
