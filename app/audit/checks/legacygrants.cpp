// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/issuermetadata.h"

namespace keyturn::audit::checks {

namespace {

/// What is offered that should not be.
QStringList legacyOffers(const IssuerMetadata &metadata)
{
    QStringList offers;
    for (const QString &grant : metadata.words(QStringLiteral("grant_types_supported"))) {
        if (grant == QLatin1String("password") || grant == QLatin1String("implicit"))
            offers.append(QStringLiteral("grant type ") + grant);
    }
    for (const QString &type : metadata.words(QStringLiteral("response_types_supported"))) {
        if (type.split(u' ').contains(QStringLiteral("token"))) // an access token in the address (RFC 6749 §4.2, hybrid flows)
            offers.append(QStringLiteral("response type ") + type);
    }
    return offers;
}

void lookAt(Site &site, const QString &what, const QString &issuer, bool mustBe, Verdict &verdict)
{
    const core::Result<IssuerMetadata> metadata = issuerMetadata(site, issuer);
    if (!metadata.ok())
        return verdict.addGap(QStringLiteral("%1 was not looked at: %2").arg(what, metadata.error().detail));
    if (!metadata->isThere()) {
        if (mustBe)
            verdict.addGap(QStringLiteral("%1 has no metadata that tells (%2).").arg(what, metadata->answer.told()));
        return;
    }
    const QStringList offers = legacyOffers(*metadata);
    verdict.show(metadata->answer);
    if (offers.isEmpty())
        verdict.addPass(QStringLiteral("%1 offers neither the implicit nor the password grant.").arg(what));
    else
        verdict.addFailure(QStringLiteral("%1 offers %2.").arg(what, offers.join(QStringLiteral(", "))), metadata->answer);
}

Verdict look(Site &site)
{
    Verdict verdict;
    lookAt(site, QStringLiteral("The backend"), site.profile().issuer(), false, verdict);
    for (const model::IdentityProvider &provider : site.profile().providers) {
        if (!provider.handoff && !provider.issuer.isEmpty())
            lookAt(site, QStringLiteral("The provider %1").arg(provider.id.toString()), provider.issuer, provider.isDiscovered(), verdict);
    }
    if (verdict.isEmpty())
        return Verdict::notApplicable(QStringLiteral("Neither the backend nor a provider of the profile is an authorization server with metadata."));
    return verdict;
}

} // namespace

Check legacyGrants()
{
    return {42,
            QStringLiteral("legacy-grants"),
            QStringLiteral("The implicit and the password grant are off"),
            Severity::Medium,
            Mode::Passive,
            {reference(QStringLiteral("ASVS 10.4.4"))},
            QStringLiteral("Offer the authorization code with PKCE, and for devices the device code: no response type with token, and no grant type "
                           "password or implicit."),
            &look};
}

} // namespace keyturn::audit::checks
