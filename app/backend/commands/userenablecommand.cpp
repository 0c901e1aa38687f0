// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"

namespace keyturn::backend {

namespace {

int run(const CommandContext &context)
{
    const auto enable = [&](const QString &id) { return context.users.edit(id, {std::nullopt, std::nullopt, false}, instantOf(context.clock)); };
    return changeUser(context, enable, QStringLiteral("%1 may sign in."));
}

} // namespace

const Command userEnable{"enable", "EMAIL", 1, "Let somebody in again.", nullptr, run};

} // namespace keyturn::backend
