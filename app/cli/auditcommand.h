// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditrun.h"
#include "cli/auditoptions.h"

namespace keyturn::cli {

/// `audit`: looks for what is wrong with an auth backend.
class AuditCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    [[nodiscard]] bool needsSecrets() const override { return false; }

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    /// The report then tells what was found so far.
    [[nodiscard]] bool cancel() override;

private:
    void tellProgress(const audit::Progress &progress, Terminal &terminal) const;
    [[nodiscard]] core::Result<int> tell(const Invocation &invocation, const AuditWish &wish, audit::Report report) const;

    std::unique_ptr<audit::AuditRun> m_run;
    bool m_cancelled = false;
};

} // namespace keyturn::cli
