// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/codedoor.h"

namespace keyturn::audit::checks {

namespace {

const QString issName = QStringLiteral("iss");
const QString errorName = QStringLiteral("error");

void lookAtMetadata(const QString &what, const IssuerMetadata &metadata, Verdict &verdict)
{
    verdict.show(metadata.answer);
    if (!metadata.answer.arrived() || metadata.answer.status >= 500)
        return verdict.addGap(QStringLiteral("%1 does not tell its metadata now: %2.").arg(what, metadata.answer.told()));
    if (!metadata.isThere())
        return verdict.addFailure(QStringLiteral("%1 has no metadata (%2).").arg(what, metadata.answer.told()), metadata.answer);
    // RFC 8414 §3.3: identical, character by character.
    const QString named = metadata.document.value(QStringLiteral("issuer")).toString();
    if (named == metadata.issuer)
        verdict.addPass(QStringLiteral("%1's metadata names it exactly.").arg(what));
    else
        verdict.addFailure(QStringLiteral("%1's metadata names the issuer %2, not %3.").arg(what, named, metadata.issuer), metadata.answer);
}

void judge(const QString &what, const QUrl &callback, const QString &issuer, const Answer &answer, Verdict &verdict)
{
    const QString iss = parameterOf(callback, issName);
    verdict.show(answer);
    if (iss.isEmpty())
        verdict.addFailure(QStringLiteral("%1 answers without iss.").arg(what), answer);
    else if (iss != issuer)
        verdict.addFailure(QStringLiteral("%1 answers with the iss %2, not %3.").arg(what, iss, issuer), answer);
    else
        verdict.addPass(QStringLiteral("%1 names itself in its answer.").arg(what));
}

/// Who asks without a person gets an error back, which carries `iss` as a code does (RFC 9207 §2): nobody has to sign in.
void lookAtCallback(Site &site, const CodeDoor &door, const QString &issuer, Verdict &verdict)
{
    CodeRequest request = door.request(site, newVerifier(site));
    if (door.isHandoff())
        request.challenge.clear();
    else
        request.more.insert(QStringLiteral("prompt"), QStringLiteral("none")); // OpenID Connect Core §3.1.2.6
    const core::Result<QUrl> address = door.address(request);
    if (!address.ok())
        return verdict.addGap(address.error().detail);
    const Page page = door.browser(site).open(*address);
    if (page.leftFor.toString(QUrl::FullyEncoded).startsWith(request.redirectUri) && !parameterOf(page.leftFor, errorName).isEmpty())
        return judge(door.name(), page.leftFor, issuer, page.answer, verdict);
    if (!door.isHandoff())
        return verdict.addGap(QStringLiteral("%1 sent nobody back (%2), so that its answer was not seen.").arg(door.name(), page.answer.told()));
    PageBrowser browser = door.browser(site); // as a backend of another make may refuse with a page
    request = door.request(site, newVerifier(site));
    const core::Result<Arrival> arrival = arrive(site, browser, door, request, site.stranger());
    if (arrival.ok() && !arrival->code().isEmpty())
        judge(door.name(), arrival->address, issuer, arrival->last, verdict);
    else
        verdict.addGap(
            QStringLiteral("%1 could not be gone through: %2").arg(door.name(), arrival.ok() ? arrival->obstacle : arrival.error().detail));
}

/// A provider that does not promise `iss` need not send it.
void lookAtProvider(Site &site, const CodeDoor &door, Verdict &verdict)
{
    const QString promise = QStringLiteral("authorization_response_iss_parameter_supported");
    const core::Result<IssuerMetadata> metadata = issuerMetadata(site, door.provider().issuer);
    if (metadata.ok() && metadata->document.value(promise).toBool())
        lookAtCallback(site, door, door.provider().issuer, verdict);
    else if (door.provider().isDiscovered())
        verdict.addGap(QStringLiteral("%1 does not promise iss (RFC 9207), which nobody can then rely on.").arg(door.name()));
}

Verdict look(Site &site)
{
    Verdict verdict;
    for (const model::IdentityProvider &provider : site.profile().providers) {
        if (!provider.isDiscovered() || provider.handoff)
            continue;
        const QString what = QStringLiteral("The provider %1").arg(provider.id.toString());
        const core::Result<IssuerMetadata> metadata = issuerMetadata(site, provider.issuer);
        if (metadata.ok())
            lookAtMetadata(what, *metadata, verdict);
        else
            verdict.addGap(QStringLiteral("%1 was not looked at: %2").arg(what, metadata.error().detail));
    }
    for (const CodeDoor &door : providerDoors(site).doors)
        lookAtProvider(site, door, verdict);
    for (const CodeDoor &door : handoffDoors(site).doors) {
        const QString issuer = door.provider().issuer;
        lookAtCallback(site, door, issuer.isEmpty() ? site.profile().issuer() : issuer, verdict);
    }
    if (verdict.isEmpty())
        return Verdict::notApplicable(QStringLiteral("The profile has no sign-in in the browser by a code."));
    return verdict;
}

} // namespace

Check issuerIdentification()
{
    return {
        43,
        QStringLiteral("issuer-identification"),
        QStringLiteral("Metadata and callbacks name the issuer exactly"),
        Severity::Medium,
        Mode::Passive,
        {reference(QStringLiteral("RFC 8414 §3.3")), reference(QStringLiteral("RFC 9207"))},
        QStringLiteral("Serve metadata whose issuer is the address under which it is found, and add iss to every redirect back to a client, so that "
                       "no client takes another server's answer for yours.\n\ncallback.searchParams.set('iss', issuer);"),
        &look};
}

} // namespace keyturn::audit::checks
