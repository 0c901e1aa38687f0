// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

class ProfileValidation;

/// `profiles`: the backends that can be signed in to, as data.
class ProfilesCommand final : public Command
{
    Q_OBJECT
public:
    ProfilesCommand();
    ~ProfilesCommand() override;

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    [[nodiscard]] bool needsSecrets() const override { return false; }
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] QString counterpart() const override { return m_counterpart; }

    [[nodiscard]] bool cancel() override;

private:
    std::unique_ptr<ProfileValidation> m_validation;
    QString m_counterpart; ///< The address that was asked, once one was.
};

} // namespace keyturn::cli
