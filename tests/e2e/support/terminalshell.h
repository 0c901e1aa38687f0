// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QProcessEnvironment>

namespace keyturn::e2e {

/// A shell at a terminal of its own, in the folder HOME, in which one types. Its start-up file has to say `ready` as its prompt, and to answer Ctrl+X
/// by `LINE<…>ENIL`, the line as it stands, and an empty line.
class TerminalShell
{
public:
    TerminalShell(const QString &command, const QProcessEnvironment &environment);
    ~TerminalShell();

    /// The line after the Tab key behind @p typed, without spaces at its end; empty where the shell does not answer.
    [[nodiscard]] QString completed(const QString &typed);

private:
    /// What is printed up to @p mark, with it.
    QByteArray waitFor(const QByteArray &mark);

    QProcess m_process;
    QByteArray m_seen;
    bool m_isReady = false;
};

} // namespace keyturn::e2e
