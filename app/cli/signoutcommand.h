// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/confirmation.h"

namespace keyturn::cli {

/// `sign-out ACCOUNT`: ends the session at the backend and forgets the account here.
class SignOutCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] bool cancel() override { return m_confirmation.cancel(); }

private:
    Confirmation m_confirmation;
};

} // namespace keyturn::cli
