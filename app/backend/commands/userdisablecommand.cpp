// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"

namespace keyturn::backend {

namespace {

int run(const CommandContext &context)
{
    const auto disable = [&](const QString &id) { return context.users.edit(id, {std::nullopt, std::nullopt, true}, instantOf(context.clock)); };
    return changeUser(context, disable, QStringLiteral("%1 is disabled, and every session of theirs has ended."));
}

} // namespace

const Command userDisable{"disable", "EMAIL", 1, "Keep somebody out, and end every session of theirs.", nullptr, run};

} // namespace keyturn::backend
