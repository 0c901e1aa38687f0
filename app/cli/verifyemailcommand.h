// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

#include <stop_token>

namespace keyturn::cli {

/// `verify-email`: confirms the e-mail of a new account by the code that was sent there, or has a new one sent.
class VerifyEmailCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] bool needsSecrets() const override { return false; }
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;

private:
    [[nodiscard]] core::Async<int> confirm(const Invocation &invocation, const model::BackendProfile &profile, const QString &user);
};

} // namespace keyturn::cli
