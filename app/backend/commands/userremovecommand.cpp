// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"

namespace keyturn::backend {

namespace {

int run(const CommandContext &context)
{
    const auto remove = [&](const QString &id) { return context.users.remove(id); };
    return changeUser(context, remove, QStringLiteral("%1 is removed."));
}

} // namespace

const Command userRemove{"remove", "EMAIL", 1, "Remove somebody, with everything that is theirs.", nullptr, run};

} // namespace keyturn::backend
