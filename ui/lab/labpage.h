// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lab/experimentrow.h"

#include <QHash>
#include <QWidget>

#include <array>

class QComboBox;
class QVBoxLayout;

namespace keyturn::ui::lab {

class ClockNotice;
class FaultSection;

/// Experiments with the account's tokens, each with what came of it below it; what the test server does wrong on demand. What came of them stays for
/// each account while another is looked at.
class LabPage final : public QWidget
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit LabPage(LabPort &port, QWidget *parent = nullptr);

    void setAccount(const model::AccountId &id);
    /// For whoever owns the leaves to show over all of them.
    [[nodiscard]] ClockNotice &clockNotice() { return *m_clockNotice; }

Q_SIGNALS:
    void traceRequested();
    void activityRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    using Outcomes = std::array<Outcome, keyturn::lab::experimentCount>;
    void addRow(Experiment experiment, QVBoxLayout *column);
    void want(Experiment experiment);
    void run(Experiment experiment);
    void showOutcomes();

    LabPort &m_port;
    model::AccountId m_id;
    QHash<model::AccountId, Outcomes> m_outcomes;
    std::array<ExperimentRow *, keyturn::lab::experimentCount> m_rows{};
    QComboBox *m_skew = nullptr;
    FaultSection *m_faults = nullptr;
    ClockNotice *m_clockNotice;
};

} // namespace keyturn::ui::lab
