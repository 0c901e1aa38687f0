// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "lab/lab.h"

namespace keyturn::cli {

/// `lab ACCOUNT EXPERIMENT`: experiments with the life of an account's tokens, and the faults of its test server.
class LabCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    [[nodiscard]] QString remark() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    /// What has begun ends by itself: its tokens are worth more than the seconds.
    [[nodiscard]] bool cancel() override { return m_runs; }
    [[nodiscard]] bool mayHaveActed() const override { return m_runs; }

private:
    [[nodiscard]] core::Async<int> experiment(const Invocation &invocation, const model::Account &account, lab::Experiment which);
    [[nodiscard]] core::Async<int> faults(const Invocation &invocation, const model::Account &account);
    [[nodiscard]] core::Async<int> arm(const Invocation &invocation, const model::Account &account);

    bool m_runs = false;
};

/// `+10m`, `90s`, `1h`, and `-10m`; nullopt for anything else, and for more than SkewedClock::most.
[[nodiscard]] std::optional<std::chrono::seconds> readSkew(const QString &text);

} // namespace keyturn::cli
