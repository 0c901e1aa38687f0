// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/signinagain.h"

#include <QCoreApplication>

namespace keyturn::cli {

QString signInAgainCommand(const model::Account &account)
{
    return QLatin1String("sign-in --account ") + account.id.toString().left(8); // as `accounts` shows it where names are ambiguous
}

QString signInAgainHint(const model::Account &account)
{
    return QCoreApplication::translate("SignInAgain", "Sign in again with: %1").arg(QLatin1String("keyturn-cli ") + signInAgainCommand(account));
}

QString userOf(const model::Account &account)
{
    const model::Identity &identity = account.identity;
    return !identity.email.isEmpty() ? identity.email : !identity.name.isEmpty() ? identity.name : identity.subject;
}

} // namespace keyturn::cli
