// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

/// `request ACCOUNT METHOD URL`: one HTTP request, signed as the account.
class RequestCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] QString counterpart() const override { return m_counterpart; }

private:
    QString m_counterpart;
};

} // namespace keyturn::cli
