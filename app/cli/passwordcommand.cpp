// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/passwordcommand.h"

#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/flowrunner.h"
#include "cli/nearestword.h"
#include "cli/signinagain.h"
#include "cli/table.h"

#include <memory>

namespace keyturn::cli {

namespace {

const QString codeName = QStringLiteral("code");

void tellChange(const Invocation &invocation, accounts::PasswordChangeOutcome outcome, const QString &backend)
{
    using Outcome = accounts::PasswordChangeOutcome;
    using Command = PasswordCommand;
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("changed"), true}, {QStringLiteral("signInNeeded"), outcome == Outcome::SignInAgain}});
    switch (outcome) {
    case Outcome::SignedIn:
        return invocation.terminal.say(Command::tr("The password at %1 is changed. You are still signed in here.").arg(backend));
    case Outcome::SignInAgain:
        return invocation.terminal.say(
            Command::tr("The password at %1 is changed, and %1 has ended this sign-in. The account is still listed.").arg(backend));
    case Outcome::TokensUnread:
        return invocation.terminal.say(
            Command::tr("The password at %1 is changed. Its answer should have held new tokens and did not; should the account be refused from now "
                        "on, sign in again.")
                .arg(backend));
    }
}

} // namespace

QString PasswordCommand::name() const
{
    return QStringLiteral("password");
}

QString PasswordCommand::summary() const
{
    return tr("Changes a password, or sets a new one by a code that comes by e-mail.");
}

QString PasswordCommand::usage() const
{
    return QStringLiteral("change ACCOUNT [--password-stdin | --password-fd N] [--new-password-stdin | --new-password-fd N] [--step-up]\n"
                          "       keyturn-cli password reset --profile ID --user EMAIL [--code-stdin | --code-fd N] "
                          "[--new-password-stdin | --new-password-fd N]");
}

void PasswordCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("profile"), tr("reset: the backend; `keyturn-cli profiles` lists them."), QStringLiteral("id")},
                       {QStringLiteral("user"), tr("reset: the e-mail of the account."), QStringLiteral("email")}});
    addPasswordOptions(parser);
    addFreshPasswordOptions(parser);
    addCodeOptions(parser);
    Confirmation::addStepUpOptions(parser);
}

core::Async<int> PasswordCommand::run(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    for (const core::Result<void> &fine : {checkPasswordOptions(options), checkSecretOptions(options, QStringLiteral("new-password")),
                                           checkSecretOptions(options, codeName), Confirmation::checkStepUp(options, {"browser", "print-url"})}) {
        if (!fine.ok())
            return core::ready<int>(fine.error());
    }
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const QString verb = invocation.arguments.value(0);
    if (verb == QLatin1String("change"))
        return change(invocation);
    if (verb == QLatin1String("reset"))
        return reset(invocation);
    if (!verb.isEmpty())
        return core::ready<int>(usageError(unknownCommand(name(), verb, {QStringLiteral("change"), QStringLiteral("reset")})));
    return core::ready<int>(usageError(tr("Say `password change ACCOUNT` or `password reset --profile ID --user EMAIL`.")));
}

core::Async<int> PasswordCommand::change(const Invocation &invocation)
{
    if (invocation.arguments.size() != 2)
        return core::ready<int>(usageError(tr("Whose password?")));
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.at(1));
    if (!account.ok())
        return core::ready<int>(account.error());
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(account->profile);
    if (!profile.ok())
        return core::ready<int>(profile.error());
    // Before anything is typed: whether there is such a thing.
    const bool offered = account->provider.isEmpty() && profile->password && profile->password->change && profile->password->change->endpoint;
    core::Secret present;
    core::Secret fresh;
    if (offered) {
        core::Result<core::Secret> old = readPassword(invocation, account->identity.email, profile->name);
        if (!old.ok())
            return core::ready<int>(old.error());
        core::Result<core::Secret> next = readFreshPassword(invocation, profile->password->rules);
        if (!next.ok())
            return core::ready<int>(next.error());
        present = std::move(old).value();
        fresh = std::move(next).value();
    }
    m_confirmation.knowPassword(present);
    const auto outcome = std::make_shared<accounts::PasswordChangeOutcome>();
    const auto send = [this, invocation, id = account->id, present, fresh, outcome] {
        return core::chain(invocation.core.care().changePassword(id, present, fresh), this,
                           [outcome](accounts::PasswordChangeOutcome told) -> core::Result<void> {
                               *outcome = told;
                               return {};
                           });
    };
    return core::chain(m_confirmation.perform(invocation, *account, send), this,
                       [invocation, account = *account, backend = printable(profile->name), outcome]() -> core::Result<int> {
                           tellChange(invocation, *outcome, backend);
                           if (*outcome != accounts::PasswordChangeOutcome::SignedIn)
                               invocation.terminal.say(signInAgainHint(account));
                           return int(Done);
                       });
}

core::Async<int> PasswordCommand::reset(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("“%1” is one word too many.").arg(invocation.arguments.last())));
    for (const QString &needed : {QStringLiteral("profile"), QStringLiteral("user")}) {
        if (options.value(needed).isEmpty())
            return core::ready<int>(usageError(tr("--%1 is missing.").arg(needed)));
    }
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(model::ProfileId(options.value(QStringLiteral("profile"))));
    if (!profile.ok())
        return core::ready<int>(profile.error());
    m_stoppable = true;
    const QString user = options.value(QStringLiteral("user"));
    if (isSecretPiped(options, codeName)) // it has come already
        return confirmReset(invocation, *profile, user);
    return core::chain(
        invocation.core.care().requestReset(profile->id, user, m_stop.get_token()), this,
        [this, invocation, profile = *profile, user]() -> core::Async<int> {
            invocation.terminal.say(tr("If %1 has an account of %2, a mail is on its way there.").arg(printable(profile.name), printable(user)));
            if (profile.password->reset->confirm && Terminal::canAsk() && !invocation.terminal.json())
                return confirmReset(invocation, profile, user);
            if (invocation.terminal.json())
                invocation.terminal.document({{QStringLiteral("requested"), true}});
            invocation.terminal.say(profile.password->reset->confirm
                                        ? tr("Give its code to the same command by --code-stdin, and the new password by --new-password-stdin.")
                                        : tr("It tells how to go on."));
            return core::ready<int>(int(Done));
        });
}

core::Async<int> PasswordCommand::confirmReset(const Invocation &invocation, const model::BackendProfile &profile, const QString &user)
{
    core::Result<core::Secret> code = readSecret(invocation, {codeName, tr("Code from the mail:")});
    if (!code.ok())
        return core::ready<int>(code.error());
    core::Result<core::Secret> fresh = readFreshPassword(invocation, profile.password ? profile.password->rules : model::PasswordRules{});
    if (!fresh.ok())
        return core::ready<int>(fresh.error());
    return core::chain(invocation.core.care().confirmReset(profile.id, user, *code, *fresh, m_stop.get_token()), this,
                       [invocation, backend = printable(profile.name)]() -> core::Result<int> {
                           if (invocation.terminal.json())
                               invocation.terminal.document({{QStringLiteral("reset"), true}});
                           invocation.terminal.say(tr("The password at %1 is set. Sign in with it.").arg(backend));
                           return int(Done);
                       });
}

bool PasswordCommand::cancel()
{
    if (m_confirmation.cancel())
        return true;
    m_stop.request_stop();
    return !m_stoppable; // what cannot be stopped ends by itself soon
}

} // namespace keyturn::cli
