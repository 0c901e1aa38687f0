// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"

namespace keyturn::audit {

const QList<Check> &allChecks()
{
    static const QList<Check> list{
        checks::cookieAttributes(), checks::cookieScope(), checks::securityHeaders(),
        checks::noStore(),          checks::noBanner(),    checks::refreshRotation(),
    };
    return list;
}

} // namespace keyturn::audit
