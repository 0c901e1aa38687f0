// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/trace/traceport.h"

namespace keyturn::ui::application {

/// TracePort over the object graph.
class CoreTrace final : public trace::TracePort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreTrace(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] core::Async<QList<trace::Kept>> entries(const model::AccountId &account, const keyturn::trace::Filter &filter) override;
    [[nodiscard]] core::Async<QList<trace::Kept>> openRecording(const QString &path) override;
    [[nodiscard]] core::Result<void> exportTo(const QList<trace::Kept> &entries, const QString &path) override;
    [[nodiscard]] core::Async<void> clear(const model::AccountId &account) override;

private:
    void adoptCore();
    [[nodiscard]] QList<net::Origin> originsOf(const model::AccountId &account) const;

    CoreHost &m_host;
};

} // namespace keyturn::ui::application
