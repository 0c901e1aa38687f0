// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"

namespace keyturn::audit {

const QList<Check> &allChecks()
{
    static const QList<Check> list{
        checks::noStore(),
        checks::refreshRotation(),
        checks::signOut(),
        checks::accountEnumeration(),
        checks::passwordRules(),
        checks::passwordTruncation(),
        checks::emailNormalisation(),
        checks::roles(),
        checks::challenges(),
    };
    return list;
}

} // namespace keyturn::audit
