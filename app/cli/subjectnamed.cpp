// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/subjectnamed.h"

#include "cli/historyrequest.h"
#include "history/eventstore.h"

namespace keyturn::cli {

core::Async<history::Subject> subjectNamed(const Invocation &invocation, const QString &wanted, QObject *context)
{
    const core::Result<model::Account> account = invocation.core.accounts().find(wanted);
    if (account.ok())
        return core::ready<history::Subject>(history::Subject{account->id, {}, {}});
    if (account.error().code != QLatin1String("account_unknown"))
        return core::ready<history::Subject>(account.error());
    return core::chain(invocation.core.history().subjects(), context,
                       [wanted](const QList<history::Subject> &known) { return findSubject(known, wanted); });
}

} // namespace keyturn::cli
