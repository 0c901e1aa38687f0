// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/accountcommand.h"
#include "cli/accountscommand.h"
#include "cli/auditcommand.h"
#include "cli/backendcommand.h"
#include "cli/command.h"
#include "cli/completioncommand.h"
#include "cli/doctorcommand.h"
#include "cli/gitcredentialcommand.h"
#include "cli/historycommand.h"
#include "cli/inspectcommand.h"
#include "cli/labcommand.h"
#include "cli/passwordcommand.h"
#include "cli/profilescommand.h"
#include "cli/registercommand.h"
#include "cli/requestcommand.h"
#include "cli/sessionscommand.h"
#include "cli/signincommand.h"
#include "cli/signoutcommand.h"
#include "cli/tokencommand.h"
#include "cli/tracecommand.h"
#include "cli/verifyemailcommand.h"

namespace keyturn::cli {

std::vector<std::unique_ptr<Command>> allCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<ProfilesCommand>());
    commands.push_back(std::make_unique<RegisterCommand>());
    commands.push_back(std::make_unique<SignInCommand>());
    commands.push_back(std::make_unique<VerifyEmailCommand>());
    commands.push_back(std::make_unique<PasswordCommand>());
    commands.push_back(std::make_unique<AccountsCommand>());
    commands.push_back(std::make_unique<AccountCommand>());
    commands.push_back(std::make_unique<TokenCommand>());
    commands.push_back(std::make_unique<InspectCommand>());
    commands.push_back(std::make_unique<RequestCommand>());
    commands.push_back(std::make_unique<SessionsCommand>());
    commands.push_back(std::make_unique<SignOutCommand>());
    commands.push_back(std::make_unique<HistoryCommand>());
    commands.push_back(std::make_unique<AuditCommand>());
    commands.push_back(std::make_unique<TraceCommand>());
    commands.push_back(std::make_unique<LabCommand>());
    commands.push_back(std::make_unique<GitCredentialCommand>());
    commands.push_back(std::make_unique<BackendCommand>());
    commands.push_back(std::make_unique<DoctorCommand>());
    commands.push_back(std::make_unique<CompletionCommand>());
    return commands;
}

} // namespace keyturn::cli
