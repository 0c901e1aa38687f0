// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace keyturn::cli {

/// Reads the command line, builds the core, runs one command, tells its error, answers the exit status. Needs a running event loop.
class Application : public QObject
{
    Q_OBJECT
public:
    explicit Application(QStringList arguments, QObject *parent = nullptr);
    ~Application() override;

    /// Ends with finished(), always later than this call returns.
    void start();

Q_SIGNALS:
    void finished(int exitStatus);

private:
    [[nodiscard]] core::Result<int> prepare();
    [[nodiscard]] core::Result<composition::Options> coreOptions();
    void interrupted();
    void end(const core::Result<int> &outcome);
    void settle(int status);
    void finishMoves(int status);
    void revokeWhatWaits(int status);
    void tell(const core::Error &error);
    [[nodiscard]] QString generalHelp() const;
    [[nodiscard]] QString commandHelp() const;
    [[nodiscard]] std::optional<model::Account> namedAccount() const;
    [[nodiscard]] QString backendName() const;

    QStringList m_arguments;
    std::vector<std::unique_ptr<Command>> m_commands;
    Command *m_command = nullptr;
    QCommandLineParser m_parser;
    std::unique_ptr<Terminal> m_terminal;
    std::unique_ptr<composition::Keyturn> m_core;
    bool m_ended = false;
};

} // namespace keyturn::cli
