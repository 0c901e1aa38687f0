// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coretokens.h"

#include "ui/application/coreaccounts.h"

#include <QFile>

namespace keyturn::ui::application {

namespace {
/// As much as inspection::readKeySet() takes, and a byte more, so that it sees that there is more.
constexpr qint64 mostKeyBytes = 256 * 1024 + 1;
} // namespace

CoreTokens::CoreTokens(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreTokens::adoptCore);
    adoptCore();
}

void CoreTokens::adoptCore()
{
    m_inspector = std::make_unique<composition::TokenInspector>(m_host.core());
    connect(&m_host.core().tokens(), &keyturn::tokens::TokenManager::refreshed, this, &CoreTokens::refreshed);
}

QString CoreTokens::backendName(const model::AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? backendNameOf(m_host.core(), *account) : QString();
}

core::Result<inspection::KeySet> CoreTokens::keysIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("key_file_unreadable"), file.errorString()};
    return inspection::readKeySet(file.read(mostKeyBytes));
}

} // namespace keyturn::ui::application
