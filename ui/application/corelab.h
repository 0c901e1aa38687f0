// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lab/lab.h"
#include "ui/application/corehost.h"
#include "ui/lab/labport.h"

namespace keyturn::ui::application {

/// The window's experiments over the core of now. A core that takes another's place has a clock that is right.
class CoreLab final : public lab::LabPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreLab(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] QString backendName(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<lab::Report> run(const model::AccountId &id, lab::Experiment experiment) override { return room().run(id, experiment); }
    [[nodiscard]] core::Async<lab::Report> skew(const model::AccountId &id, std::chrono::seconds ahead) override { return room().skew(id, ahead); }
    [[nodiscard]] std::chrono::seconds ahead() const override { return room().ahead(); }
    void setClockRight() override { (void)room().setAhead(std::chrono::seconds(0)); }
    [[nodiscard]] core::Async<lab::FaultList> faults(const model::AccountId &id) override { return room().faults().list(id); }
    [[nodiscard]] core::Async<lab::ArmedFault> arm(const model::AccountId &id, const lab::ArmedFault &wanted) override
    {
        return room().faults().arm(id, wanted);
    }
    [[nodiscard]] core::Async<void> clear(const model::AccountId &id, const QString &fault) override { return room().faults().clear(id, fault); }

private:
    [[nodiscard]] keyturn::lab::Lab &room() const { return m_host.core().lab(); }
    void adoptCore();

    CoreHost &m_host;
};

} // namespace keyturn::ui::application
