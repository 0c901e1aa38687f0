// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::cli {

/// What scripts rely on (CONTRACTS.md, "Exit status").
enum ExitStatus {
    Done = 0,
    AnswerIsNo = 1,
    Usage = 2,
    SignInNeeded = 3,
    Network = 4,
    Keychain = 5,
    Refused = 6,
    RateLimited = 7,
    BadProfileOrReply = 8,
    Cancelled = 130,
};

[[nodiscard]] int exitStatusOf(const core::Error &error);

/// A command that cannot be understood: Configuration `usage`, whose detail is a sentence for the person.
[[nodiscard]] core::Error usageError(const QString &sentence);

} // namespace keyturn::cli
