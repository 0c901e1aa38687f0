// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/command.h"
#include "backend/credentials.h"

namespace keyturn::backend {

namespace {

int run(const CommandContext &context)
{
    const QString role = context.words.constLast();
    if (!isRole(role))
        return complain(QStringLiteral("A role is user or admin."), exitstatus::usage);
    const auto change = [&](const QString &id) { return context.users.edit(id, {std::nullopt, role, std::nullopt}, instantOf(context.clock)); };
    return changeUser(context, change, QStringLiteral("%1 has the role ") + role + u'.');
}

} // namespace

const Command userRole{"role", "EMAIL ROLE", 2, "Make somebody a user or an admin.", nullptr, run};

} // namespace keyturn::backend
