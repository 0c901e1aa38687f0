// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/application/corehost.h"
#include "ui/doctor/doctorport.h"

namespace keyturn::ui::application {

/// DoctorPort over the object graph.
class CoreDoctor final : public doctor::DoctorPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreDoctor(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Async<composition::doctor::Report> examine() override;

private:
    CoreHost &m_host;
};

} // namespace keyturn::ui::application
