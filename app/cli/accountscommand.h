// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

/// `accounts`: who is signed in, and in what state.
class AccountsCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;

    [[nodiscard]] bool needsSecrets() const override { return false; }
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
};

} // namespace keyturn::cli
