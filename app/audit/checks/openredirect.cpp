// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

constexpr auto elsewhere = ".invalid"; // a name that nobody has (RFC 2606 §2)

struct Bait {
    QString redirectUri;
    QMap<QString, QString> more;
};

/// What leads to elsewhere: plainly, by an address that begins as one of this computer, with user information; and by names that web pages use.
QList<Bait> baits(const QString &sound)
{
    const QString there = QStringLiteral("https://keyturn-audit.invalid/take");
    QMap<QString, QString> further;
    for (const char *name : {"returnTo", "return_to", "next", "continue", "redirectUrl", "callbackUrl"})
        further.insert(QLatin1String(name), there);
    return {{there, {}},
            {QStringLiteral("http://127.0.0.1.keyturn-audit.invalid/take"), {}},
            {QStringLiteral("http://127.0.0.1:49152@keyturn-audit.invalid/take"), {}},
            {QStringLiteral("//keyturn-audit.invalid/take"), {}},
            {sound, further}};
}

bool leadsElsewhere(const QUrl &url)
{
    return url.host().endsWith(QLatin1String(elsewhere));
}

/// What the way that @p bait begins comes to: a refusal, or some place. False: it is the bait's, or the way has no end.
bool lookAt(Site &site, const CodeDoor &door, const Bait &bait, PageBrowser &browser, const Person &person, QStringList &tried, Verdict &verdict)
{
    CodeRequest request = door.request(site, newVerifier(site));
    const bool isByParameter = request.redirectUri == bait.redirectUri;
    const QString what = isByParameter ? bait.more.keys().join(QStringLiteral(", ")) : QStringLiteral("redirect_uri=") + bait.redirectUri;
    request.redirectUri = bait.redirectUri;
    request.more = bait.more;
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, person);
    if (!arrival.ok()) {
        verdict.addGap(QStringLiteral("%1 was not gone through: %2").arg(door.name(), arrival.error().detail));
        return false;
    }
    if (leadsElsewhere(arrival->address)) {
        verdict.addFailure(QStringLiteral("%1 redirects to any address that it was begun with (%2).").arg(door.name(), what), arrival->last);
        return false;
    }
    if (arrival->address.isEmpty() && (!arrival->last.isRefusal() || arrival->last.isRateLimited())) {
        verdict.addGap(QStringLiteral("%1, begun with %2, could not be gone through: %3").arg(door.name(), what, arrival->obstacle));
        return false;
    }
    tried.append(what);
    return true;
}

Verdict look(Site &site)
{
    const CodeDoors found = handoffDoors(site);
    if (found.doors.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The backend hands no sign-in by a provider over, as far as the profile tells."));
    Verdict verdict;
    for (const CodeDoor &door : found.doors) {
        PageBrowser browser = door.browser(site);
        const Person person = site.stranger();
        QStringList tried;
        bool holds = true;
        for (const Bait &bait : baits(door.request(site, newVerifier(site)).redirectUri))
            holds = holds && lookAt(site, door, bait, browser, person, tried, verdict);
        if (!tried.isEmpty())
            verdict.addPass(QStringLiteral("%1 leads nobody to elsewhere (tried: %2).").arg(door.name(), tried.join(QStringLiteral("; "))));
    }
    return verdict;
}

} // namespace

Check openRedirect()
{
    return {
        44,
        QStringLiteral("open-redirect"),
        QStringLiteral("A sign-in ends at no address that a stranger chose"),
        Severity::High,
        Mode::Active,
        {reference(QStringLiteral("WSTG-CLNT-04"))},
        QStringLiteral("Compare the whole address with those that you know before anything else is done, or with a pattern of loopback literals for "
                       "programs.\n\nif (!/^http:\\/\\/(127\\.0\\.0\\.1|\\[::1\\])(:\\d{1,5})?\\/[\\w.~\\/-]*$/.test(redirectUri)) return "
                       "res.sendStatus(400);"),
        &look};
}

} // namespace keyturn::audit::checks
