// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"

namespace keyturn::audit {

const QList<Check> &allChecks()
{
    // clang-format off: one a line, so that two who add some do not meet
    static const QList<Check> list{
        checks::secureTransport(),
        checks::cookieAttributes(),
        checks::cookieScope(),
        checks::strictTransportSecurity(),
        checks::securityHeaders(),
        checks::noStore(),
        checks::noBanner(),
        checks::crossOrigin(),
        checks::crossSiteRequestForgery(),
        checks::changeByGet(),
        checks::signatureRequired(),
        checks::keyInjection(),
        checks::signingSecret(),
        checks::tokenTimes(),
        checks::issuerAndAudience(),
        checks::tokenKinds(),
        checks::accessTokenContents(),
        checks::firstRefresh(),
        checks::refreshRotation(),
        checks::reuseDetection(),
        checks::tokenUniqueness(),
        checks::parallelRefresh(),
        checks::chainEnd(),
        checks::signOut(),
        checks::sessionFixation(),
        checks::sessionTimeouts(),
        checks::sessionManagement(),
        checks::accountEnumeration(),
        checks::enumerationByTime(),
        checks::rateLimits(),
        checks::retryAfter(),
        checks::limitEvasion(),
        checks::passwordRules(),
        checks::passwordTruncation(),
        checks::emailNormalisation(),
        checks::badInput(),
        checks::roles(),
        checks::secretsInAddresses(),
        checks::authorizationRequest(),
        checks::redirectUris(),
        checks::authorizationCodes(),
        checks::legacyGrants(),
        checks::issuerIdentification(),
        checks::openRedirect(),
        checks::challenges(),
        checks::unverifiedEmail(),
    };
    // clang-format on
    return list;
}

} // namespace keyturn::audit
