// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "composition/doctor/report.h"

namespace keyturn::cli {

/// `doctor`: whether this computer has what signing in needs, and what to do where it has not.
class DoctorCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;

    [[nodiscard]] bool examines() const override { return true; }
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
};

[[nodiscard]] QJsonObject reportJson(const composition::doctor::Report &report);
/// One row a check, its remedy below it; lines of at most @p width columns where words allow.
[[nodiscard]] QString reportText(const composition::doctor::Report &report, qsizetype width = 110);
/// 0 without a problem, 5 where the keychain is one, else 1.
[[nodiscard]] int exitStatusOf(const composition::doctor::Report &report);

} // namespace keyturn::cli
