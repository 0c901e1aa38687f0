// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/accountsport.h"

#include "ui/common/plaintext.h"

namespace keyturn::ui::accounts {

QString titleOf(const model::Account &account)
{
    for (const QString &candidate : {account.label, account.identity.name, account.identity.email, account.identity.subject}) {
        if (const QString title = common::oneLine(candidate); !title.isEmpty())
            return title;
    }
    return account.id.toString();
}

common::Face faceOf(const model::Account &account)
{
    return {titleOf(account), account.identity.issuer + u'\n' + account.identity.subject, account.hue};
}

} // namespace keyturn::ui::accounts
