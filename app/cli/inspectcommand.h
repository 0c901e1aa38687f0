// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/inspection.h"
#include "composition/tokeninspector.h"

#include <memory>

namespace keyturn::cli {

/// Reads a token for a person, and checks it: `keyturn-cli inspect`.
class InspectCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    [[nodiscard]] QString remark() const override;
    void addOptions(QCommandLineParser &parser) const override;
    [[nodiscard]] bool needsSecretsFor(const QCommandLineParser &options) const override;
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] QString counterpart() const override { return m_counterpart; }

private:
    /// What is looked at, and what it is compared with.
    struct Given {
        core::Secret token;
        core::Secret before; ///< Empty: nothing to compare with.
        core::Secret secret; ///< --secret-stdin.
        model::AccountId account; ///< Empty: a pasted one.
    };
    [[nodiscard]] core::Async<Given> given(const Invocation &invocation);
    [[nodiscard]] core::Async<Given> ofAccount(const Invocation &invocation);
    [[nodiscard]] core::Async<std::optional<inspection::Proof>> proof(const Invocation &invocation, const Given &given);
    [[nodiscard]] core::Result<int> answer(const Invocation &invocation, const Given &given, const std::optional<inspection::Proof> &proof);

    std::unique_ptr<composition::TokenInspector> m_inspector;
    QString m_counterpart; ///< Whose keys are asked for.
};

} // namespace keyturn::cli
