// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/gitcredentialcommand.h"

#include "accounts/gitfit.h"
#include "cli/exitstatus.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"

#include <memory>

namespace keyturn::cli {

namespace {

/// A token that ends within that time would be refused while git still talks to the server.
constexpr std::chrono::seconds enoughForGit{60};

struct Fitting {
    model::Account account;
    model::BackendProfile profile;
};

QList<Fitting> accountsFor(composition::Keyturn &core, const QUrl &remote)
{
    QList<Fitting> fitting;
    for (const model::Account &account : core.accounts().accounts()) {
        const core::Result<model::BackendProfile> profile = core.profiles().find(account.profile);
        if (profile.ok() && accounts::fitsGit(*profile, account, remote))
            fitting.append({account, *profile});
    }
    return fitting;
}

/// Git asks every helper for every server, so that most of what does not fit is nobody's concern.
bool isWatched()
{
    const QString trace = qEnvironmentVariable("GIT_TRACE");
    const bool traced = !trace.isEmpty() && trace != QLatin1String("0") && trace.compare(QLatin1String("false"), Qt::CaseInsensitive) != 0;
    return traced || Terminal::isHeard();
}

core::Async<int> nobody(const Invocation &invocation, const QString &why)
{
    if (isWatched())
        invocation.terminal.say(why);
    return core::ready<int>(int(Done));
}

QString shown(const QUrl &remote)
{
    return printable(QString::fromUtf8(remote.toEncoded(QUrl::RemovePath)));
}

core::Result<int> answer(const Invocation &invocation, const GitCredential &asked, const Fitting &whose, const model::TokenSet &tokens)
{
    const QString name = printable(titleOf(whose.account));
    if (tokens.bound) {
        // RFC 9449: it serves only with a proof, which git does not make.
        invocation.terminal.say(GitCredentialCommand::tr("The token of %1 is bound to a key of this computer, which git cannot use.").arg(name));
        return int(Done);
    }
    QString username = accounts::gitUsername(whose.profile, whose.account, asked.username);
    if (!fitsGitLine(username.toUtf8()))
        username = whose.account.id.toString();
    if (!fitsGitLine(tokens.accessToken.reveal()))
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("token_unusable"), {}};
    invocation.terminal.data(gitCredentialAnswer(asked, username, tokens.accessToken, tokens.accessExpiresAt));
    return int(Done);
}

} // namespace

QString GitCredentialCommand::name() const
{
    return QStringLiteral("git-credential");
}

QString GitCredentialCommand::summary() const
{
    return tr("Hands git the access token of the account that fits its server.");
}

QString GitCredentialCommand::usage() const
{
    return QStringLiteral("get | store | erase");
}

core::Async<int> GitCredentialCommand::run(const Invocation &invocation)
{
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("get, store or erase? Git says it: git config --global credential.helper keyturn")));
    const core::Result<QByteArray> input = Terminal::readAllInput(maxGitCredentialBytes);
    if (!input.ok())
        return core::ready<int>(input.error());
    const QString verb = invocation.arguments.first();
    if (verb != QLatin1String("get") && verb != QLatin1String("erase"))
        return core::ready<int>(int(Done)); // store, and whatever git may come up with (gitcredentials(7): ignored in silence)
    const core::Result<GitCredential> asked = readGitCredential(*input);
    if (!asked.ok())
        return core::ready<int>(asked.error());
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    return verb == QLatin1String("get") ? get(invocation, *asked) : erase(invocation, *asked);
}

core::Async<int> GitCredentialCommand::get(const Invocation &invocation, const GitCredential &asked)
{
    const QUrl remote = asked.url();
    if (!remote.isValid())
        return nobody(invocation, tr("Git names no server here."));
    QList<Fitting> fitting = accountsFor(invocation.core, remote);
    if (fitting.isEmpty())
        return nobody(invocation, tr("No account of Keyturn's fits %1.").arg(shown(remote)));
    fitting.removeIf([&asked](const Fitting &one) { return !accounts::isGitUser(one.profile, one.account, asked.username); });
    if (fitting.isEmpty())
        return nobody(invocation, tr("Keyturn has accounts for %1, and none of “%2”.").arg(shown(remote), printable(asked.username)));
    if (fitting.size() > 1) {
        QStringList names;
        for (const Fitting &one : std::as_const(fitting))
            names += printable(one.account.identity.email.isEmpty() ? titleOf(one.account) : one.account.identity.email);
        invocation.terminal.say(tr("Several accounts of Keyturn's fit %1: %2. Say which: git config --global credential.%1.username NAME")
                                    .arg(shown(remote), names.join(QLatin1String(", "))));
        return core::ready<int>(int(Done));
    }
    return core::chain(
        invocation.core.tokens().tokens(fitting.first().account.id, enoughForGit), this,
        [invocation, asked, whose = fitting.first()](const model::TokenSet &tokens) { return answer(invocation, asked, whose, tokens); });
}

core::Async<int> GitCredentialCommand::erase(const Invocation &invocation, const GitCredential &refused)
{
    QList<model::Account> accounts;
    for (const Fitting &one : accountsFor(invocation.core, refused.url()))
        accounts += one.account;
    return refused.secret.isEmpty() ? core::ready<int>(int(Done)) : eraseFrom(invocation, accounts, refused.secret);
}

/// Of the one whose token it is, if any; the username may be another than the account's.
core::Async<int> GitCredentialCommand::eraseFrom(const Invocation &invocation, QList<model::Account> accounts, const core::Secret &refused)
{
    if (accounts.isEmpty())
        return core::ready<int>(int(Done));
    const model::Account first = accounts.takeFirst();
    const auto runOut = [refused, now = invocation.core.clock().now()](const model::Account &, const model::TokenSet &newest) {
        std::optional<model::TokenSet> ended;
        // Without a refresh token there would be nothing left to go on with, and one server's refusal is no reason for that.
        if (newest.accessToken == refused && newest.canRefresh()) {
            ended = newest;
            ended->accessExpiresAt = now;
            ended->issuedAt = now.addSecs(-1); // an end before it would be a clock's fault, and no end at all
        }
        return core::ready<std::optional<model::TokenSet>>(ended);
    };
    const core::Promise<int> promise;
    core::whenDone(invocation.core.tokens().held(first.id), this,
                   [this, promise, invocation, accounts, first, refused, runOut](const core::Result<model::TokenSet> &held) {
                       const auto goOn = [this, promise, invocation, accounts, refused] {
                           core::whenDone(eraseFrom(invocation, accounts, refused), this,
                                          [promise](const core::Result<int> &status) { promise.finish(status); });
                       };
                       if (!held.ok() || !(held->accessToken == refused))
                           return goOn(); // another's, or one that is not signed in: nothing to renew
                       core::whenDone(invocation.core.tokens().exchange(first.id, runOut), this, [promise](const core::Result<void> &ended) {
                           promise.finish(ended.ok() ? core::Result<int>(int(Done)) : core::Result<int>(ended.error()));
                       });
                   });
    return promise.future();
}

} // namespace keyturn::cli
