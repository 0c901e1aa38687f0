// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "words/findings.h"

#include <QCoreApplication>

namespace keyturn::words {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfilesCommand", text);
}

QString yesOrNo(bool yes)
{
    return yes ? tr("yes") : tr("no");
}

QString pushedText(const oauth::DiscoveryDocument &document)
{
    return document.metadata.pushedRequired ? tr("required") : yesOrNo(!document.metadata.endpoints.pushedAuthorization.isEmpty());
}

} // namespace

QList<QStringList> findings(const oauth::DiscoveryDocument &document)
{
    const QString refresh = document.metadata.grantTypes.isEmpty() ? tr("it does not say")
                                                                   : yesOrNo(document.metadata.grantTypes.contains(QLatin1String("refresh_token")));
    const QString dpop =
        document.metadata.dpopAlgorithms.isEmpty() ? tr("no") : tr("yes, by %1").arg(document.metadata.dpopAlgorithms.join(QLatin1String(", ")));
    return {
        {tr("OpenID Connect"), document.openIdConnect ? tr("yes") : tr("no, plain OAuth 2")},
        {tr("PKCE with S256"), document.metadata.endpoints.authorization.isEmpty() ? tr("not needed, it is for devices alone") : tr("yes")},
        {tr("Clients without a secret"), document.takesPublicClients ? tr("yes") : tr("it does not say")},
        {tr("Refresh tokens"), refresh},
        {tr("Pushed requests (PAR)"), pushedText(document)},
        {tr("Device code"), yesOrNo(!document.metadata.endpoints.deviceAuthorization.isEmpty())},
        {tr("DPoP"), dpop},
        {tr("Revocation"), yesOrNo(!document.metadata.endpoints.revocation.isEmpty())},
        {tr("Log-out in the browser"), yesOrNo(!document.metadata.endpoints.endSession.isEmpty())},
        {tr("Issuer in the answer"), yesOrNo(document.metadata.issuerInResponse)},
    };
}

} // namespace keyturn::words
