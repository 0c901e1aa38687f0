// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/confirmation.h"

#include <stop_token>

namespace keyturn::cli {

/// `password change ACCOUNT` and, for who has forgotten it, `password reset`.
class PasswordCommand final : public Command
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
    [[nodiscard]] core::Async<int> change(const Invocation &invocation);
    [[nodiscard]] core::Async<int> reset(const Invocation &invocation);
    [[nodiscard]] core::Async<int> confirmReset(const Invocation &invocation, const model::BackendProfile &profile, const QString &user);

    Confirmation m_confirmation;
    std::stop_source m_stop;
    bool m_stoppable = false; ///< A change of password is not: its answer may hold the account's only good tokens.
};

} // namespace keyturn::cli
