// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/terminal.h"
#include "composition/keyturn.h"
#include "core/async.h"

#include <QCommandLineParser>
#include <QObject>

namespace keyturn::cli {

/// What a command is given to work with.
struct Invocation {
    composition::Keyturn &core;
    Terminal &terminal;
    const QCommandLineParser &options;
    QStringList arguments; ///< Positional, without the command's own name.
};

/// One command. It answers with its exit status; an error is told by whoever runs it, in one place.
class Command : public QObject
{
    Q_OBJECT
public:
    [[nodiscard]] virtual QString name() const = 0; ///< As typed.
    [[nodiscard]] virtual QString summary() const = 0; ///< One line for the help.
    [[nodiscard]] virtual QString usage() const = 0; ///< The positional arguments and main options, as in CONTRACTS.md.
    [[nodiscard]] virtual QString remark() const { return {}; } ///< What its own help says beside that; may be empty.
    virtual void addOptions(QCommandLineParser &parser) const { Q_UNUSED(parser) }
    /// Whether it reads or writes secrets: only then is a passphrase asked for.
    [[nodiscard]] virtual bool needsSecrets() const { return true; }
    /// The same, where what was asked for decides.
    [[nodiscard]] virtual bool needsSecretsFor(const QCommandLineParser &) const { return needsSecrets(); }
    [[nodiscard]] virtual core::Async<int> run(const Invocation &invocation) = 0;
    /// Whether it looks for what is wrong, and must not stop at it.
    [[nodiscard]] virtual bool examines() const { return false; }
    /// Whom a failure is about, where that is not the account's provider or backend; empty: it is.
    [[nodiscard]] virtual QString counterpart() const { return {}; }
    /// Whether something is under way that may be done although nobody waits for it any more.
    [[nodiscard]] virtual bool mayHaveActed() const { return false; }
    /// Ctrl+C. True: the command ends by itself soon; false: there is nothing to wait for.
    [[nodiscard]] virtual bool cancel() { return false; }
};

/// Every command, in the order of the help.
[[nodiscard]] std::vector<std::unique_ptr<Command>> allCommands();

} // namespace keyturn::cli
