// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

constexpr int anotherPort = 61234;

/// Nobody has registered them; a name that nobody has (RFC 2606 §2), so that nothing is asked there even by mistake.
const QStringList &foreignAddresses()
{
    static const QStringList addresses{QStringLiteral("https://keyturn-audit.invalid/take"),
                                       QStringLiteral("http://127.0.0.1.keyturn-audit.invalid/take"),
                                       QStringLiteral("http://127.0.0.1:49152@keyturn-audit.invalid/take")};
    return addresses;
}

bool isForeign(const QUrl &url)
{
    return url.host().endsWith(QLatin1String("keyturn-audit.invalid"));
}

enum class Came { Refused, Foreign, Unknown };

/// Without a person at first: an OpenID provider then says at once where it would send them.
Came cameOf(Site &site, const CodeDoor &door, CodeRequest request, PageBrowser &browser, const Person &person, Answer &last, QString &why)
{
    if (door.knowsNonce()) {
        CodeRequest silent = request;
        silent.more.insert(QStringLiteral("prompt"), QStringLiteral("none"));
        const core::Result<QUrl> address = door.address(silent);
        const Page page = address.ok() ? browser.open(*address) : Page();
        last = page.answer;
        if (isForeign(page.leftFor))
            return Came::Foreign;
        if (page.answer.isRefusal() && !page.answer.isRateLimited())
            return Came::Refused;
    }
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, person);
    if (!arrival.ok()) {
        why = arrival.error().detail;
        return Came::Unknown;
    }
    last = arrival->last;
    why = arrival->obstacle;
    if (isForeign(arrival->address))
        return Came::Foreign;
    return last.isRefusal() && !last.isRateLimited() ? Came::Refused : Came::Unknown;
}

void lookAtForeign(Site &site, const CodeDoor &door, Verdict &verdict)
{
    PageBrowser browser = door.browser(site);
    const Person person = site.stranger();
    QStringList refused;
    for (const QString &foreign : foreignAddresses()) {
        CodeRequest request = door.request(site, newVerifier(site));
        request.redirectUri = foreign;
        Answer last;
        QString why;
        switch (cameOf(site, door, request, browser, person, last, why)) {
        case Came::Foreign:
            verdict.addFailure(QStringLiteral("%1 redirects to %2, which nobody has registered.").arg(door.name(), foreign), last);
            break;
        case Came::Refused:
            verdict.show(last);
            refused.append(foreign);
            break;
        case Came::Unknown:
            verdict.addGap(QStringLiteral("%1 was not seen through with redirect_uri=%2: %3").arg(door.name(), foreign, why));
            break;
        }
    }
    if (!refused.isEmpty())
        verdict.addPass(QStringLiteral("%1 refuses %2.").arg(door.name(), refused.join(QStringLiteral(", "))));
}

/// RFC 8252 §7.3: a program takes whatever port is free. That alone would not be worth a pass.
void lookAtPort(Site &site, const CodeDoor &door, Verdict &verdict)
{
    CodeRequest request = door.request(site, newVerifier(site));
    QUrl place(request.redirectUri);
    if (place.scheme() != QLatin1String("http") || door.provider().redirectUri.port() > 0)
        return; // registered with its port
    QList<Answer> answers;
    for (const int port : {place.port(), anotherPort}) {
        place.setPort(port);
        request.redirectUri = place.toString(QUrl::FullyEncoded);
        const core::Result<QUrl> address = door.address(request);
        if (!address.ok())
            return verdict.addGap(address.error().detail);
        answers.append(door.browser(site).open(*address).answer);
    }
    const auto isTaken = [](const Answer &answer) { return answer.arrived() && answer.status < 400; };
    const Answer &other = answers.at(1);
    if (isTaken(answers.at(0)) && other.isRefusal() && !other.isRateLimited())
        verdict.addFailure(QStringLiteral("%1 does not leave the port of a loopback redirect_uri free.").arg(door.name()), other);
    else if (!isTaken(answers.at(0)) || !isTaken(other))
        verdict.addGap(QStringLiteral("%1 was not seen to take this program's own redirect_uri: %2.").arg(door.name(), answers.at(0).told()));
}

Verdict look(Site &site)
{
    const CodeDoors found = providerDoors(site);
    if (found.doors.isEmpty() && found.obstacles.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The profile has no provider that Keyturn asks for a code itself."));
    Verdict verdict;
    for (const CodeDoor &door : found.doors) {
        lookAtPort(site, door, verdict);
        lookAtForeign(site, door, verdict);
    }
    for (const QString &obstacle : found.obstacles)
        verdict.addGap(obstacle);
    return verdict;
}

} // namespace

Check redirectUris()
{
    return {40,
            QStringLiteral("redirect-uris"),
            QStringLiteral("A redirect_uri is compared exactly, but for the port of a loopback address"),
            Severity::Critical,
            Mode::Active,
            {reference(QStringLiteral("RFC 8252 §7.3")), reference(QStringLiteral("ASVS 10.4.1"))},
            QStringLiteral("Compare redirect_uri as text with those that are registered for the client; leave only the port of http://127.0.0.1 and "
                           "http://[::1] out of it. Answer another one with a page and no redirect."),
            &look};
}

} // namespace keyturn::audit::checks
