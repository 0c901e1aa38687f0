// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/audit/auditport.h"

namespace keyturn::ui::application {

/// AuditPort over the object graph.
class CoreAudit final : public audit::AuditPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreAudit(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] std::optional<audit::Subject> subject(const model::AccountId &account) const override;
    [[nodiscard]] std::unique_ptr<audit::RunningAudit> start(const model::AccountId &account, const audit::Wish &wish) override;
    [[nodiscard]] core::Result<void> save(const keyturn::audit::Report &report, const QString &path) override;
    [[nodiscard]] core::Result<keyturn::audit::Report> compared(const keyturn::audit::Report &report, const QString &path) override;

private:
    [[nodiscard]] std::optional<model::BackendProfile> profileOf(const model::AccountId &account) const;
    CoreHost &m_host;
};

} // namespace keyturn::ui::application
