// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"
#include "backendapi/replyreader.h"
#include "jose/jwt.h"

#include <QJsonArray>

namespace keyturn::audit::checks {

namespace {

/// What keyturn-backend's simulated providers say they have not verified; of an address that the audit makes up it is true at any provider.
const QString unverified = QStringLiteral("unverified.");

QString subjectOf(Site &site, const CodeDoor &door, const Answer &answer)
{
    const QString told = backendapi::readIdentity(answer.json(), door.provider().handoff->identity, site.profile().issuer()).subject;
    const core::Result<model::TokenSet> tokens = door.tokensOf(site, answer);
    if (!told.isEmpty() || !tokens.ok())
        return told;
    const core::Result<Answer> who = site.whoAmI(tokens->accessToken);
    return who.ok() ? backendapi::readIdentity(who->json(), site.profile().identityMapping, site.profile().issuer()).subject : QString();
}

/// `email_verified` (OpenID Connect Core §5.1), or GitHub's list of addresses; nullopt: the provider does not tell.
std::optional<bool> isVerifiedBy(Site &site, const CodeDoor &provider, const Person &person)
{
    PageBrowser browser = provider.browser(site);
    const core::Secret verifier = newVerifier(site);
    const CodeRequest request = provider.request(site, verifier);
    const core::Result<Arrival> arrival = arrive(site, browser, provider, request, person);
    const core::Result<Answer> answer = arrival.ok() ? provider.exchange(site, arrival->code(), request.redirectUri, verifier) : core::Error{};
    const core::Result<model::TokenSet> tokens = answer.ok() ? provider.tokensOf(site, *answer) : core::Error{};
    if (!tokens.ok())
        return std::nullopt;
    if (const core::Result<jose::Jwt> idToken = jose::readJwt(tokens->idToken); idToken.ok()) {
        const QJsonValue verified = idToken->claims.value(QStringLiteral("email_verified"));
        return verified.isUndefined() ? std::nullopt : std::optional(backendapi::readTruth(verified));
    }
    if (provider.provider().emailsEndpoint.isEmpty())
        return std::nullopt;
    const Answer emails = site.get(provider.provider().emailsEndpoint, {{"Authorization", "Bearer " + tokens->accessToken.reveal().toByteArray()}});
    for (const QJsonValue &email : emails.json().toArray()) {
        if (email[QStringLiteral("email")].toString().compare(person.user, Qt::CaseInsensitive) == 0)
            return email[QStringLiteral("verified")].toBool();
    }
    return std::nullopt;
}

/// What the provider that the hand-off led to says of the address, where the profile knows that provider too.
std::optional<bool> isVerified(Site &site, const Arrival &arrival, const Person &person)
{
    for (const CodeDoor &provider : providerDoors(site).doors) {
        for (const QUrl &passed : arrival.passed) {
            if (passed.adjusted(QUrl::RemoveQuery) == provider.endpoints().authorization)
                return isVerifiedBy(site, provider, person);
        }
    }
    return std::nullopt;
}

void judgeTakeover(Site &site, const CodeDoor &door, const Arrival &arrival, const Person &person, const Answer &answer, Verdict &verdict)
{
    const std::optional<bool> verified = isVerified(site, arrival, person);
    if (verified && !*verified)
        verdict.addFailure(
            QStringLiteral("%1 signs in to an account that has a password, by an address that its provider says nobody verified.").arg(door.name()),
            answer);
    else
        verdict.addGap(QStringLiteral("%1 signs in to an account with the same address: whether its provider takes the address for verified was not "
                                      "seen.")
                           .arg(door.name()));
}

void lookAt(Site &site, const CodeDoor &door, Verdict &verdict)
{
    Person person = site.stranger();
    person.user.prepend(unverified);
    const core::Result<Answer> registered = site.tryRegister(person);
    if (!registered.ok() || !registered->isGood())
        return verdict.addGap(QStringLiteral("Nobody could be registered by password, to be taken over: %1")
                                  .arg(registered.ok() ? registered->told() + u'.' : registered.error().detail));
    const core::Result<Visit> victim = site.read(*registered, person);
    PageBrowser browser = door.browser(site);
    const core::Secret verifier = newVerifier(site);
    const CodeRequest request = door.request(site, verifier);
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, person);
    if (!arrival.ok())
        return verdict.addGap(QStringLiteral("%1 was not gone through: %2").arg(door.name(), arrival.error().detail));
    verdict.show(arrival->last);
    if (const QString error = parameterOf(arrival->address, QStringLiteral("error")); !error.isEmpty())
        return verdict.addPass(QStringLiteral("%1 refuses an address that nobody verified and that an account has (%2).").arg(door.name(), error));
    if (arrival->code().isEmpty())
        return verdict.addGap(QStringLiteral("%1 could not be gone through: %2").arg(door.name(), arrival->obstacle));
    const core::Result<Answer> answer = door.exchange(site, arrival->code(), request.redirectUri, verifier);
    const QString subject = answer.ok() ? subjectOf(site, door, *answer) : QString();
    if (subject.isEmpty() || !victim.ok() || victim->subject.isEmpty())
        return verdict.addGap(QStringLiteral("%1 does not tell who is signed in, so that nothing could be compared.").arg(door.name()));
    if (subject == victim->subject)
        judgeTakeover(site, door, *arrival, person, *answer, verdict);
    else
        verdict.addPass(QStringLiteral("%1 makes another account for an address that nobody verified.").arg(door.name()));
}

Verdict look(Site &site)
{
    const CodeDoors found = handoffDoors(site);
    if (found.doors.isEmpty() || !site.profile().password || !site.profile().password->registration)
        return Verdict::notApplicable(QStringLiteral("The profile does not have both a registration by password and a sign-in by a provider that the "
                                                     "backend hands over."));
    Verdict verdict;
    for (const CodeDoor &door : found.doors)
        lookAt(site, door, verdict);
    return verdict;
}

} // namespace

Check unverifiedEmail()
{
    return {46,
            QStringLiteral("unverified-email"),
            QStringLiteral("A provider's unverified e-mail address does not take over an account"),
            Severity::Critical,
            Mode::Active,
            {reference(QStringLiteral("ASVS 10.5.2"))},
            QStringLiteral("Know people by issuer and subject. Link a first sign-in to an account with the same address only where the provider says "
                           "email_verified.\n\nif (!profile.email_verified) return res.redirect(callback + '?error=email_unverified');"),
            &look};
}

} // namespace keyturn::audit::checks
