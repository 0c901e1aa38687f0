// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/corelab.h"

#include "ui/application/coreaccounts.h"

namespace keyturn::ui::application {

CoreLab::CoreLab(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreLab::adoptCore);
    adoptCore();
}

void CoreLab::adoptCore()
{
    connect(&room(), &keyturn::lab::Lab::clockSet, this, &CoreLab::clockSet);
    Q_EMIT clockSet();
}

QString CoreLab::backendName(const model::AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? backendNameOf(m_host.core(), *account) : QString();
}

} // namespace keyturn::ui::application
