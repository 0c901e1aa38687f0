// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/check.h"

/// One function for each check, in a file of its name.
namespace keyturn::audit::checks {

[[nodiscard]] Check secureTransport(); // 1
[[nodiscard]] Check cookieAttributes(); // 2
[[nodiscard]] Check cookieScope(); // 3
[[nodiscard]] Check strictTransportSecurity(); // 4
[[nodiscard]] Check securityHeaders(); // 5
[[nodiscard]] Check noStore(); // 6
[[nodiscard]] Check noBanner(); // 7
[[nodiscard]] Check crossOrigin(); // 8
[[nodiscard]] Check crossSiteRequestForgery(); // 9
[[nodiscard]] Check changeByGet(); // 10
[[nodiscard]] Check signatureRequired(); // 11
[[nodiscard]] Check keyInjection(); // 12
[[nodiscard]] Check signingSecret(); // 13
[[nodiscard]] Check tokenTimes(); // 14
[[nodiscard]] Check issuerAndAudience(); // 15
[[nodiscard]] Check tokenKinds(); // 16
[[nodiscard]] Check accessTokenContents(); // 17
[[nodiscard]] Check firstRefresh(); // 18
[[nodiscard]] Check refreshRotation(); // 19
[[nodiscard]] Check reuseDetection(); // 20
[[nodiscard]] Check tokenUniqueness(); // 21
[[nodiscard]] Check parallelRefresh(); // 22
[[nodiscard]] Check chainEnd(); // 23
[[nodiscard]] Check signOut(); // 24
[[nodiscard]] Check sessionFixation(); // 25
[[nodiscard]] Check sessionTimeouts(); // 26
[[nodiscard]] Check sessionManagement(); // 27
[[nodiscard]] Check accountEnumeration(); // 28
[[nodiscard]] Check enumerationByTime(); // 29
[[nodiscard]] Check rateLimits(); // 30
[[nodiscard]] Check retryAfter(); // 31
[[nodiscard]] Check limitEvasion(); // 32
[[nodiscard]] Check passwordRules(); // 33
[[nodiscard]] Check passwordTruncation(); // 34
[[nodiscard]] Check emailNormalisation(); // 35
[[nodiscard]] Check badInput(); // 36
[[nodiscard]] Check roles(); // 37
[[nodiscard]] Check secretsInAddresses(); // 38
[[nodiscard]] Check authorizationRequest(); // 39
[[nodiscard]] Check redirectUris(); // 40
[[nodiscard]] Check authorizationCodes(); // 41
[[nodiscard]] Check legacyGrants(); // 42
[[nodiscard]] Check issuerIdentification(); // 43
[[nodiscard]] Check openRedirect(); // 44
[[nodiscard]] Check challenges(); // 45
[[nodiscard]] Check unverifiedEmail(); // 46

} // namespace keyturn::audit::checks
