// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lab/labport.h"

#include <vector>

namespace keyturn::ui::tests {

/// Experiments that end when the test says so.
class FakeLab final : public lab::LabPort
{
    Q_OBJECT
public:
    [[nodiscard]] QString backendName(const model::AccountId &) const override { return QStringLiteral("Acme"); }
    [[nodiscard]] core::Async<lab::Report> run(const model::AccountId &id, lab::Experiment experiment) override
    {
        calls += keyturn::lab::wordOf(experiment) + u' ' + id.toString();
        running.emplace_back();
        return running.back().future();
    }
    [[nodiscard]] core::Async<lab::Report> skew(const model::AccountId &id, std::chrono::seconds wanted) override
    {
        calls += QStringLiteral("skew %1 %2").arg(id.toString()).arg(wanted.count());
        setAhead(wanted);
        running.emplace_back();
        return running.back().future();
    }
    [[nodiscard]] std::chrono::seconds ahead() const override { return m_ahead; }
    void setClockRight() override { setAhead(std::chrono::seconds(0)); }
    [[nodiscard]] core::Async<lab::FaultList> faults(const model::AccountId &id) override
    {
        calls += QStringLiteral("faults ") + id.toString();
        return core::ready<lab::FaultList>(offered);
    }
    [[nodiscard]] core::Async<lab::ArmedFault> arm(const model::AccountId &, const lab::ArmedFault &wanted) override
    {
        armed += wanted;
        return core::ready<lab::ArmedFault>(armAnswer ? core::Result<lab::ArmedFault>(*armAnswer) : wanted);
    }
    [[nodiscard]] core::Async<void> clear(const model::AccountId &, const QString &fault) override
    {
        calls += QStringLiteral("clear ") + fault;
        return core::ready<void>({});
    }
    void setAhead(std::chrono::seconds ahead)
    {
        m_ahead = ahead;
        Q_EMIT clockSet();
    }

    /// Reuse detection at work.
    [[nodiscard]] static lab::Report reuse()
    {
        using keyturn::lab::Act;
        using std::chrono::milliseconds;
        const core::Error reused{core::ErrorKind::SignInAgain, QStringLiteral("reuse_detected"), {}};
        const core::Error revoked{core::ErrorKind::SignInAgain, QStringLiteral("revoked"), {}};
        lab::Report report;
        report.experiment = lab::Experiment::Twice;
        report.verdict = keyturn::lab::Verdict::ReuseEndedSession;
        report.startedAt = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05Z"), Qt::ISODate);
        report.signInNeeded = true;
        report.steps = {{Act::Refresh, {}, milliseconds(42), {1}, true, true, {}},
                        {Act::SpendAgain, reused, milliseconds(33), {2}, {}, {}, {}},
                        {Act::Refresh, revoked, milliseconds(41), {3}, {}, {}, {}}};
        return report;
    }

    core::Result<lab::FaultList> offered = core::Error{core::ErrorKind::Configuration, QStringLiteral("faults_not_offered"), {}};
    std::optional<core::Error> armAnswer;
    QList<lab::ArmedFault> armed;
    std::vector<core::Promise<lab::Report>> running; ///< One a call, oldest first.
    QStringList calls; ///< "twice a", "skew a 600", "faults a", "clear 7".

private:
    std::chrono::seconds m_ahead{0};
};

} // namespace keyturn::ui::tests
