// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"

namespace keyturn::cli {

/// Asks at the terminal whether to keep somebody who signed in unexpectedly (FAULTS 27); No is the answer where there is nobody to ask, unless
/// --accept-other is said.
void answerUnexpectedIdentity(accounts::SignInFlow &flow, const Invocation &invocation);
void addIdentityOptions(QCommandLineParser &parser);

} // namespace keyturn::cli
