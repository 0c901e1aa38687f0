// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"

namespace keyturn::audit {

const QList<Check> &allChecks()
{
    static const QList<Check> list{
        checks::noStore(),
        checks::tokenKinds(),
        checks::refreshRotation(),
        checks::signOut(),
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
    return list;
}

} // namespace keyturn::audit
