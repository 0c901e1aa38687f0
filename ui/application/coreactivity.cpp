// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coreactivity.h"

namespace keyturn::ui::application {

CoreActivity::CoreActivity(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreActivity::adoptCore);
    adoptCore();
}

void CoreActivity::adoptCore()
{
    connect(&m_host.core().history(), &history::EventStore::recorded, this, &CoreActivity::recorded);
}

core::Async<history::Page> CoreActivity::page(const history::Filter &filter, const std::optional<history::PageKey> &after, int limit)
{
    return m_host.core().history().page(filter, after, limit);
}

core::Async<qint64> CoreActivity::exportTo(const history::Filter &filter, history::ExportFormat format, const QString &path)
{
    return history::exportEvents(m_host.core().history(), filter, format, path, filter.sentence, this);
}

core::Async<void> CoreActivity::clear(const model::AccountId &account)
{
    return m_host.core().history().clear(account);
}

} // namespace keyturn::ui::application
