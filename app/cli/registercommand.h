// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"

namespace keyturn::cli {

/// `register`: a new account at a backend, signed in at once.
class RegisterCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] bool cancel() override;

private:
    std::unique_ptr<accounts::SignInFlow> m_flow;
};

} // namespace keyturn::cli
