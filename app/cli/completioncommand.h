// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace keyturn::cli {

/// Prints what makes a shell complete keyturn-cli's command lines. Those scripts ask `completion candidates -- WORDS…` at each press of the key, so
/// that what they offer cannot be another than what this program knows.
class CompletionCommand final : public Command
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
