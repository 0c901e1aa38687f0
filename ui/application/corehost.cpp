// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/corehost.h"

namespace keyturn::ui::application {

core::Result<void> CoreHost::build()
{
    core::Result<std::unique_ptr<composition::Keyturn>> built = composition::Keyturn::build(m_options);
    if (!built.ok())
        return built.error();
    exchange(std::move(built).value());
    return {};
}

std::shared_ptr<composition::Keyturn> CoreHost::exchange(std::unique_ptr<composition::Keyturn> core)
{
    const std::shared_ptr<composition::Keyturn> old = std::exchange(m_core, std::move(core));
    m_core->records().watch();
    m_core->keepRevoking();
    Q_EMIT exchanged();
    // What the old graph has only in memory is stored first; and flows of it may be waiting for their deferred deletion: it goes after them.
    if (old)
        core::whenDone(old->tokens().settle(std::chrono::seconds(30)), this, [old](const core::Result<void> &) {});
    return old;
}

core::Result<QString> CoreHost::secretStore() const
{
    if (!m_options.secretStore.isEmpty())
        return m_options.secretStore;
    const core::Result<storage::Settings> settings = storage::SettingsStore(m_options.paths.config).load();
    if (!settings.ok())
        return settings.error();
    return settings->secretStore;
}

QString CoreHost::language() const
{
    const core::Result<storage::Settings> settings = storage::SettingsStore(m_options.paths.config).load();
    return settings.ok() ? settings->language : QString();
}

} // namespace keyturn::ui::application
