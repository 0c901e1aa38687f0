// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"

namespace keyturn::cli {

/// Asks for the second factor's code whenever @p flow waits for one, and once more after a wrong one; where it comes from --code-stdin or --code-fd
/// it is tried once. What ends the asking ends the flow, and @p promise with its error: SignInAgain `code_required` where there is nobody to ask.
void answerSecondFactor(accounts::SignInFlow &flow, const Invocation &invocation, const QString &backend,
                        const core::Promise<model::AccountId> &promise);

} // namespace keyturn::cli
