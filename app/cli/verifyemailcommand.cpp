// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/verifyemailcommand.h"

#include "cli/codeoptions.h"
#include "cli/exitstatus.h"
#include "cli/table.h"

namespace keyturn::cli {

namespace {

const QString codeName = QStringLiteral("code");
const QString resendName = QStringLiteral("resend");

} // namespace

QString VerifyEmailCommand::name() const
{
    return QStringLiteral("verify-email");
}

QString VerifyEmailCommand::summary() const
{
    return tr("Confirms an e-mail by the code that was sent there.");
}

QString VerifyEmailCommand::usage() const
{
    return QStringLiteral("--profile ID --user EMAIL [--resend] [--code-stdin | --code-fd N]");
}

void VerifyEmailCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("profile"), tr("The backend; `keyturn-cli profiles` lists them."), QStringLiteral("id")},
                       {QStringLiteral("user"), tr("The e-mail."), QStringLiteral("email")},
                       {resendName, tr("Has a new code sent.")}});
    addCodeOptions(parser);
}

core::Async<int> VerifyEmailCommand::run(const Invocation &invocation)
{
    const QCommandLineParser &options = invocation.options;
    if (const core::Result<void> fine = checkSecretOptions(options, codeName); !fine.ok())
        return core::ready<int>(fine.error());
    if (!invocation.arguments.isEmpty())
        return core::ready<int>(usageError(tr("“%1” is one word too many.").arg(invocation.arguments.first())));
    for (const QString &needed : {QStringLiteral("profile"), QStringLiteral("user")}) {
        if (options.value(needed).isEmpty())
            return core::ready<int>(usageError(tr("--%1 is missing.").arg(needed)));
    }
    if (options.isSet(resendName) && isSecretPiped(options, codeName))
        return core::ready<int>(usageError(tr("--resend has a new code sent, so there is none to give yet: leave one of the two out.")));
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(model::ProfileId(options.value(QStringLiteral("profile"))));
    if (!profile.ok())
        return core::ready<int>(profile.error());
    const QString user = options.value(QStringLiteral("user"));
    if (!options.isSet(resendName))
        return confirm(invocation, *profile, user);
    return core::chain(invocation.core.care().resendVerification(profile->id, user), this,
                       [this, invocation, profile = *profile, user]() -> core::Async<int> {
                           invocation.terminal.say(
                               tr("If %1 waits for %2 to be confirmed, a mail is on its way there.").arg(printable(profile.name), printable(user)));
                           if (profile.password->emailVerification->confirm && Terminal::canAsk() && !invocation.terminal.json())
                               return confirm(invocation, profile, user);
                           if (invocation.terminal.json())
                               invocation.terminal.document({{QStringLiteral("requested"), true}});
                           return core::ready<int>(int(Done));
                       });
}

core::Async<int> VerifyEmailCommand::confirm(const Invocation &invocation, const model::BackendProfile &profile, const QString &user)
{
    const bool offered = profile.password && profile.password->emailVerification && profile.password->emailVerification->confirm;
    core::Secret code;
    if (offered) { // else what follows says so, and nothing is typed for it
        core::Result<core::Secret> read = readSecret(invocation, {codeName, tr("Code from the mail:")});
        if (!read.ok())
            return core::ready<int>(read.error());
        code = std::move(read).value();
    }
    return core::chain(invocation.core.care().confirmVerification(profile.id, user, code), this,
                       [invocation, user, backend = printable(profile.name)]() -> core::Result<int> {
                           if (invocation.terminal.json())
                               invocation.terminal.document({{QStringLiteral("verified"), true}});
                           invocation.terminal.say(tr("%1 is confirmed at %2. Sign in with it.").arg(printable(user), backend));
                           return int(Done);
                       });
}

} // namespace keyturn::cli
