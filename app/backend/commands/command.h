// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/care/carestore.h"
#include "backend/commands/commands.h"
#include "backend/options.h"
#include "backend/session/sharedsessions.h"
#include "backend/users/userstore.h"
#include "core/random.h"

#include <QCommandLineParser>

namespace keyturn::backend {

/// What a command works with.
struct CommandContext {
    const QCommandLineParser &parser;
    QStringList words; ///< What stands after the command's name, as many as it wants.
    const Options &options;
    const core::Clock &clock;
    core::Random &random;
    Store &store;
    UserStore &users;
    CareStore &care;
    const SharedSessions *sessions; ///< With --redis alone.
};

/// One thing that the program does on the service's database, whether that serves or not. It prints its answer to stdout and sentences to stderr.
struct Command {
    const char *name; ///< After `user`.
    const char *words; ///< What it wants, as --help shows it.
    int wordCount;
    const char *summary;
    QList<QCommandLineOption> (*options)();
    /// Its exit status.
    int (*run)(const CommandContext &context);
};

extern const Command userAdd;
extern const Command userDisable;
extern const Command userEnable;
extern const Command userList;
extern const Command userRemove;
extern const Command userRole;

/// For a fault of the store.
int complain(const core::Error &error);

/// Does @p change to whoever has the e-mail address that the command was given first, and prints @p done (with %1 for the address) where it was done.
int changeUser(const CommandContext &context, const std::function<core::Result<UserChange>(const QString &userId)> &change, const QString &done);

} // namespace keyturn::backend
