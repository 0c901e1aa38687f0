// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/doctor/report.h"
#include "core/async.h"

#include <QObject>

namespace keyturn::ui::doctor {

/// Looks at this computer. application/ answers it from composition::Keyturn.
class DoctorPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Never fails but by Cancelled.
    [[nodiscard]] virtual core::Async<composition::doctor::Report> examine() = 0;
};

} // namespace keyturn::ui::doctor
