// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "lab/report.h"
#include "lab/serverfaults.h"

#include <QObject>

namespace keyturn::ui::lab {

using keyturn::lab::ArmedFault;
using keyturn::lab::Experiment;
using keyturn::lab::FaultKind;
using keyturn::lab::FaultList;
using keyturn::lab::Report;

/// Experiments with tokens as the window does them. application/ answers it from lab::Lab.
class LabPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual QString backendName(const model::AccountId &id) const = 0;
    [[nodiscard]] virtual core::Async<Report> run(const model::AccountId &id, Experiment experiment) = 0;
    [[nodiscard]] virtual core::Async<Report> skew(const model::AccountId &id, std::chrono::seconds ahead) = 0;
    /// Of this program's clock; 0: it is right.
    [[nodiscard]] virtual std::chrono::seconds ahead() const = 0;
    virtual void setClockRight() = 0;
    [[nodiscard]] virtual core::Async<FaultList> faults(const model::AccountId &id) = 0;
    [[nodiscard]] virtual core::Async<ArmedFault> arm(const model::AccountId &id, const ArmedFault &wanted) = 0;
    [[nodiscard]] virtual core::Async<void> clear(const model::AccountId &id, const QString &fault) = 0;

Q_SIGNALS:
    void clockSet(); ///< ahead() is another.
};

} // namespace keyturn::ui::lab
