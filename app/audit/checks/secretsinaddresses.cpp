// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"
#include "audit/requestfields.h"

namespace keyturn::audit::checks {

namespace {

/// A parameter of @p url whose name says that it is a token or a password; a code of RFC 6749 is none, it serves once and with a verifier.
QString secretParameter(const QUrl &url)
{
    static const QStringList names{QStringLiteral("access_token"), QStringLiteral("accesstoken"),   QStringLiteral("token"),
                                   QStringLiteral("id_token"),     QStringLiteral("refresh_token"), QStringLiteral("refreshtoken"),
                                   QStringLiteral("jwt"),          QStringLiteral("password"),      QStringLiteral("session_token")};
    for (const QString &part : {url.query(QUrl::FullyEncoded), url.fragment(QUrl::FullyEncoded)}) {
        for (const auto &[name, value] : QUrlQuery(part).queryItems()) {
            if (!value.isEmpty() && names.contains(name.toLower()))
                return name;
        }
    }
    return {};
}

void lookAtSights(Site &site, Verdict &verdict)
{
    for (const Sight &sight : site.tour()) {
        const QString name = secretParameter(QUrl::fromEncoded(sight.answer.header("Location")));
        if (!name.isEmpty())
            verdict.addFailure(QStringLiteral("The answer to %1 redirects to an address with %2 in it.").arg(sight.what, name), sight.answer);
    }
}

void lookAtToken(Site &site, Verdict &verdict)
{
    const core::Result<Visit> visit = site.shared();
    const core::Result<Answer> nobody = visit.ok() ? site.whoAmI() : core::Result<Answer>(visit.error());
    if (!nobody.ok())
        return verdict.addGap(QStringLiteral("Tokens in an address were not tried: %1").arg(nobody.error().detail));
    if (!nobody->isRefusal())
        return verdict.addGap(
            QStringLiteral("The profile is not refused to nobody (%1), so that tokens in an address say nothing.").arg(nobody->told()));
    QStringList names{QStringLiteral("access_token"), QStringLiteral("token")};
    if (!site.profile().access.cookie.isEmpty())
        names = {QString::fromLatin1(site.profile().access.cookie)};
    for (const QString &name : names) {
        core::Result<net::HttpRequest> built = site.request(*site.profile().identity);
        if (!built.ok())
            return verdict.addGap(built.error().detail);
        QUrlQuery query(built->url);
        query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(visit->tokens.accessToken.reveal()))));
        built.value().url.setQuery(query);
        const Answer answer = site.ask(*built);
        verdict.show(answer);
        if (answer.isGood())
            return verdict.addFailure(QStringLiteral("An access token is taken from the address (%1).").arg(name), answer);
        if (!answer.isRefusal())
            return verdict.addGap(QStringLiteral("A token in the address got neither a yes nor a no: %1.").arg(answer.told()));
    }
    verdict.addPass(QStringLiteral("No token is taken from the address (tried: %1).").arg(names.join(QStringLiteral(", "))));
}

/// The sign-in of @p person by GET, with the fields of its form in the address; nullopt where it has none.
std::optional<net::HttpRequest> signInByAddress(Site &site, const Person &person)
{
    const backendapi::Placeholders values{{{QStringLiteral("user"), person.user}}, {{QStringLiteral("password"), person.password}}};
    const core::Result<net::HttpRequest> built = site.request(site.profile().password->signIn, values);
    const std::optional<QJsonObject> fields = built.ok() ? fieldsOf(*built) : std::nullopt;
    if (!fields)
        return std::nullopt;
    QUrlQuery query(built->url);
    for (auto it = fields->begin(); it != fields->end(); ++it)
        query.addQueryItem(it.key(), QString::fromLatin1(QUrl::toPercentEncoding(it.value().toVariant().toString())));
    net::HttpRequest request;
    request.url = built->url;
    request.url.setQuery(query);
    return request;
}

/// A stranger's at first: where that is no unknown address, a real one shows it, of somebody new where the audit may register people.
void lookAtPassword(Site &site, Verdict &verdict)
{
    if (!site.profile().password)
        return;
    const std::optional<net::HttpRequest> strangers = signInByAddress(site, site.stranger());
    if (!strangers)
        return;
    const Answer refused = site.ask(*strangers);
    verdict.show(refused);
    if (refused.status == 404 || refused.status == 405 || refused.status == 501)
        return verdict.addPass(QStringLiteral("There is no sign-in by GET (%1).").arg(refused.told()));
    const core::Result<Visit> visit = site.target().mayRegister ? site.newcomer() : site.shared();
    if (!visit.ok() || !refused.arrived())
        return verdict.addGap(QStringLiteral("Whether a password is taken from the address was not seen: %1 to a made-up one.").arg(refused.told()));
    const Answer answer = site.ask(*signInByAddress(site, visit->person));
    if (answer.isGood() && site.read(answer, visit->person).ok())
        verdict.addFailure(QStringLiteral("A sign-in by GET takes the password from the address."), answer);
    else if (answer.arrived() && !answer.isRateLimited() && answer.status < 500)
        verdict.addPass(QStringLiteral("A sign-in by GET brings no token (%1).").arg(answer.told()));
    else
        verdict.addGap(QStringLiteral("A sign-in by GET got neither a yes nor a no: %1.").arg(answer.told()));
}

void lookAtHandoff(Site &site, const CodeDoor &door, Verdict &verdict)
{
    PageBrowser browser = door.browser(site);
    const core::Result<Arrival> arrival = arrive(site, browser, door, door.request(site, newVerifier(site)), site.stranger());
    if (!arrival.ok())
        return verdict.addGap(QStringLiteral("%1 was not gone through: %2").arg(door.name(), arrival.error().detail));
    for (const QUrl &passed : arrival->passed) {
        if (const QString name = secretParameter(passed); !name.isEmpty())
            return verdict.addFailure(QStringLiteral("%1 redirects to an address with %2 in it.").arg(door.name(), name), arrival->last);
    }
    if (arrival->code().isEmpty())
        verdict.addGap(QStringLiteral("%1 could not be gone through: %2").arg(door.name(), arrival->obstacle));
    else
        verdict.addPass(QStringLiteral("%1 redirects with a code, and with no token.").arg(door.name()));
}

Verdict look(Site &site)
{
    Verdict verdict;
    for (const model::IdentityProvider &provider : site.profile().providers) {
        if (provider.isUnsafe())
            verdict.addFailure(QStringLiteral("The provider %1 brings the access token in an address (%2).")
                                   .arg(provider.id.toString(), provider.handoff->tokenParameter));
    }
    lookAtSights(site, verdict);
    if (site.profile().identity)
        lookAtToken(site, verdict);
    lookAtPassword(site, verdict);
    for (const CodeDoor &door : handoffDoors(site).doors)
        lookAtHandoff(site, door, verdict);
    if (verdict.isEmpty())
        verdict.addGap(QStringLiteral("There was nothing to look at: the profile has neither a sign-in by password nor an address for who is signed "
                                      "in."));
    return verdict;
}

} // namespace

Check secretsInAddresses()
{
    return {
        38,
        QStringLiteral("secrets-in-addresses"),
        QStringLiteral("No token or password stands in an address"),
        Severity::Medium,
        Mode::Passive,
        {reference(QStringLiteral("RFC 6750 §2.3")), reference(QStringLiteral("RFC 9700 §4.3.2"))},
        QStringLiteral("Take tokens from the Authorization header or a cookie and passwords from the body of a POST alone, and end a sign-in in the "
                       "browser by a redirect with a one-time code.\n\nconst token = req.get('Authorization')?.match(/^Bearer (.+)$/)?.[1];"),
        &look};
}

} // namespace keyturn::audit::checks
