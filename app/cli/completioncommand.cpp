// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/completioncommand.h"

#include "cli/completion.h"
#include "cli/exitstatus.h"
#include "cli/nearestword.h"

#include <QFile>

namespace keyturn::cli {

namespace {

/// A word and its description a line, with a tabulator between; ":files" where names of files may stand as well.
void printCandidates(const Invocation &invocation)
{
    const Candidates candidates = candidatesFor(invocation.arguments.mid(1), invocation.core);
    QString text;
    for (const Candidate &candidate : candidates.words)
        text += candidate.word + u'\t' + candidate.description + u'\n';
    if (candidates.files)
        text += QStringLiteral(":files\n");
    invocation.terminal.data(text.toUtf8());
}

} // namespace

QString CompletionCommand::name() const
{
    return QStringLiteral("completion");
}

QString CompletionCommand::summary() const
{
    return tr("Prints the script that makes a shell complete these commands.");
}

QString CompletionCommand::usage() const
{
    return QStringLiteral("bash | zsh | fish");
}

core::Async<int> CompletionCommand::run(const Invocation &invocation)
{
    const QString shell = invocation.arguments.value(0);
    if (shell == QLatin1String("candidates")) {
        printCandidates(invocation);
        return core::ready<int>(int(Done));
    }
    const QStringList shells{QStringLiteral("bash"), QStringLiteral("zsh"), QStringLiteral("fish")};
    if (shell.isEmpty() || invocation.arguments.size() > 1)
        return core::ready<int>(usageError(tr("For which shell: bash, zsh or fish?")));
    if (!shells.contains(shell))
        return core::ready<int>(usageError(unknownCommand(name(), shell, shells)));
    QFile script(QStringLiteral(":/keyturn/completion/keyturn-cli.") + shell);
    if (!script.open(QIODevice::ReadOnly))
        return core::ready<int>(core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), script.fileName()});
    invocation.terminal.data(script.readAll());
    return core::ready<int>(int(Done));
}

} // namespace keyturn::cli
