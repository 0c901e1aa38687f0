// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coresessions.h"

#include "composition/sessionoverview.h"
#include "history/sessionexport.h"
#include "ui/application/coreaccounts.h"

namespace keyturn::ui::application {

CoreSessions::CoreSessions(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreSessions::adoptCore);
    adoptCore();
}

void CoreSessions::adoptCore()
{
    connect(&m_host.core().sessionOverview(), &composition::SessionOverview::newSessions, this, &CoreSessions::arrived);
    m_host.core().sessionOverview().keepWatching();
}

QString CoreSessions::backendName(const model::AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? backendNameOf(m_host.core(), *account) : QString();
}

QString CoreSessions::accountName(const model::AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? accounts::titleOf(*account) : QString();
}

sessions::Support CoreSessions::support(const model::AccountId &id) const
{
    const keyturn::accounts::SessionsSupport support = m_host.core().sessions().support(id);
    const model::Account *account = m_host.core().accounts().account(id);
    return {support.listable, support.page, account ? account->addedAt : QDateTime(), account ? account->lastUsedAt : QDateTime()};
}

core::Async<history::KnownSessions> CoreSessions::list(const model::AccountId &id)
{
    return m_host.core().sessionOverview().list(id);
}

core::Async<history::KnownSessions> CoreSessions::remembered(const model::AccountId &id)
{
    return m_host.core().sessionOverview().remembered(id);
}

core::Async<void> CoreSessions::setLabel(const model::AccountId &id, const QByteArray &key, const QString &label)
{
    return m_host.core().sessionOverview().setLabel(id, key, label);
}

void CoreSessions::markVisited(const model::AccountId &id)
{
    // That it could not be remembered is said with the next list.
    core::whenDone(m_host.core().sessionOverview().markVisited(id), this, [](const core::Result<void> &) {});
}

core::Async<void> CoreSessions::exportTo(const QList<history::KnownSession> &sessions, history::ExportFormat format, const QString &path)
{
    return core::chain(history::exportSessions(sessions, format, path), this, [](qint64) -> core::Result<void> { return {}; });
}

core::Async<void> CoreSessions::revoke(const model::AccountId &id, const model::SessionId &session)
{
    return m_host.core().sessions().revoke(id, session);
}

core::Async<void> CoreSessions::revokeOthers(const model::AccountId &id)
{
    return m_host.core().sessions().revokeOthers(id);
}

core::Result<void> CoreSessions::openPage(const QUrl &url)
{
    return m_host.core().browser().open(url);
}

} // namespace keyturn::ui::application
