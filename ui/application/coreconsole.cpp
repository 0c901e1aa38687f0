// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coreconsole.h"

#include "ui/accounts/accountsport.h"
#include "ui/application/coreaccounts.h"

namespace keyturn::ui::application {

using console::Draft;
using keyturn::console::Sender;
using model::AccountId;

CoreConsole::CoreConsole(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreConsole::adoptCore);
    adoptCore();
}

void CoreConsole::adoptCore()
{
    m_console = std::make_unique<composition::RequestConsole>(m_host.core());
    connect(&m_console->store(), &keyturn::console::RequestStore::changed, this, &CoreConsole::requestsChanged);
}

QString CoreConsole::accountName(const AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? accounts::titleOf(*account) : QString();
}

QString CoreConsole::backendName(const AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? backendNameOf(m_host.core(), *account) : QString();
}

core::Result<console::Destination> CoreConsole::destinationOf(const AccountId &id, const Draft &draft) const
{
    const core::Result<QUrl> url = keyturn::console::addressOf(draft, m_console->baseOf(id));
    if (!url.ok())
        return url.error();
    return console::Destination{*url, m_console->carriesToken(id, *url)};
}

core::Async<console::Answer> CoreConsole::send(const AccountId &id, const Draft &draft, std::stop_token stop, Sender::Progress progress)
{
    return m_console->send(id, draft, std::move(stop), std::move(progress));
}

core::Async<console::CountedVolley> CoreConsole::fire(const AccountId &id, const Draft &draft, int count, console::Begin begin, std::stop_token stop,
                                                      Sender::Landed landed)
{
    return m_console->fire(id, draft, count, begin, std::move(stop), std::move(landed));
}

QList<console::Endpoint> CoreConsole::knownEndpoints(const AccountId &id) const
{
    return m_console->profileEndpoints(id);
}

core::Async<QList<console::Endpoint>> CoreConsole::endpoints(const AccountId &id, const QString &document)
{
    return m_console->endpoints(id, document);
}

core::Async<core::Secret> CoreConsole::snippet(const AccountId &id, const Draft &draft, console::Language language, console::TokenIn token)
{
    return m_console->snippet(id, draft, language, token);
}

core::Async<QList<console::PastRequest>> CoreConsole::past(const AccountId &id)
{
    return m_console->store().past(id.toString());
}

core::Async<void> CoreConsole::forget(const AccountId &id)
{
    return m_console->store().forget(id.toString());
}

core::Async<QList<console::SavedRequest>> CoreConsole::saved()
{
    return m_console->store().saved();
}

core::Async<void> CoreConsole::save(const QString &name, const Draft &draft)
{
    return m_console->store().save(name, draft);
}

core::Async<void> CoreConsole::removeSaved(const QString &name)
{
    return m_console->store().removeSaved(name);
}

} // namespace keyturn::ui::application
