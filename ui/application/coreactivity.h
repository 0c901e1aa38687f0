// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/activity/activityport.h"
#include "ui/application/corehost.h"

namespace keyturn::ui::application {

/// ActivityPort over the object graph.
class CoreActivity final : public activity::ActivityPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreActivity(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] core::Async<history::Page> page(const history::Filter &filter, const std::optional<history::PageKey> &after, int limit) override;
    [[nodiscard]] core::Async<qint64> exportTo(const history::Filter &filter, history::ExportFormat format, const QString &path) override;
    [[nodiscard]] core::Async<void> clear(const model::AccountId &account) override;

private:
    void adoptCore();
    CoreHost &m_host;
};

} // namespace keyturn::ui::application
