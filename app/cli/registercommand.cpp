// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/registercommand.h"

#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "words/rulewords.h"

namespace keyturn::cli {

QString RegisterCommand::name() const
{
    return QStringLiteral("register");
}

QString RegisterCommand::summary() const
{
    return tr("Makes a new account at a backend and signs in to it.");
}

QString RegisterCommand::usage() const
{
    return QStringLiteral("--profile ID --user EMAIL --name NAME --password-stdin");
}

void RegisterCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("profile"), tr("The backend; `keyturn-cli profiles` lists them."), QStringLiteral("id")},
                       {QStringLiteral("user"), tr("The e-mail of the new account."), QStringLiteral("email")},
                       {QStringLiteral("name"), tr("The person's name."), QStringLiteral("name")},
                       {QStringLiteral("label"), tr("Your own name for the account."), QStringLiteral("text")}});
    addPasswordOptions(parser);
}

core::Async<int> RegisterCommand::run(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    for (const QString &needed : {QStringLiteral("profile"), QStringLiteral("user"), QStringLiteral("name")}) {
        if (options.value(needed).isEmpty())
            return core::ready<int>(usageError(tr("--%1 is missing.").arg(needed)));
    }
    if (const core::Result<void> fine = checkPasswordOptions(options); !fine.ok())
        return core::ready<int>(fine.error());
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    accounts::RegistrationRequest request;
    request.profile = model::ProfileId(options.value(QStringLiteral("profile")));
    request.user = options.value(QStringLiteral("user"));
    request.name = options.value(QStringLiteral("name"));
    request.label = options.value(QStringLiteral("label"));
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(request.profile);
    if (!profile.ok())
        return core::ready<int>(profile.error());
    const model::PasswordRules rules = profile->password ? profile->password->rules : model::PasswordRules{};
    if (const std::optional<core::Error> broken = words::nameRulesError(rules, request.name))
        return core::ready<int>(*broken);
    // Before the person types: whether what comes of it could be kept.
    return core::chain(invocation.core.signIn().ready(request.profile), this,
                       [this, invocation, request, backend = profile->name, rules]() -> core::Async<int> {
                           core::Result<core::Secret> password = readNewPassword(invocation, request.user, backend);
                           if (!password.ok())
                               return core::ready<int>(password.error());
                           if (const std::optional<core::Error> broken = words::passwordRulesError(rules, *password))
                               return core::ready<int>(*broken);
                           accounts::RegistrationRequest whole = request;
                           whole.password = std::move(password).value();
                           m_flow = invocation.core.signIn().withRegistration(std::move(whole));
                           return runFlow(*m_flow, invocation, backend);
                       });
}

bool RegisterCommand::cancel()
{
    if (!m_flow)
        return false;
    m_flow->cancel();
    return true;
}

} // namespace keyturn::cli
