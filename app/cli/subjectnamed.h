// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"
#include "history/event.h"

namespace keyturn::cli {

/// Whom @p wanted names: an account of today, or else one that there was. Errors: Configuration `account_unknown`, `account_ambiguous`; Storage.
[[nodiscard]] core::Async<history::Subject> subjectNamed(const Invocation &invocation, const QString &wanted, QObject *context);

} // namespace keyturn::cli
