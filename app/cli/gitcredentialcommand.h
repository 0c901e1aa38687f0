// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "cli/gitcredential.h"

namespace keyturn::cli {

/// git's credential helper (gitcredentials(7)): hands git the access token of the account that fits the server.
///
/// get: renews it where needed; where no account fits it says nothing, so that git goes on to its next helper. store: nothing is kept, the tokens are
/// ours. erase: a token that the server refused is one that has run out, so that the next get renews it; the account stays as it is.
class GitCredentialCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;

private:
    [[nodiscard]] core::Async<int> get(const Invocation &invocation, const GitCredential &asked);
    [[nodiscard]] core::Async<int> erase(const Invocation &invocation, const GitCredential &refused);
    [[nodiscard]] core::Async<int> eraseFrom(const Invocation &invocation, QList<model::Account> accounts, const core::Secret &refused);
};

} // namespace keyturn::cli
