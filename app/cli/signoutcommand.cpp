// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/signoutcommand.h"

#include "cli/exitstatus.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"

#include <memory>

namespace keyturn::cli {

namespace {

using Outcome = accounts::SignOutOutcome;

QString tr(const char *text)
{
    return SignOutCommand::tr(text);
}

/// Asked before the account is gone. Empty where it was not wanted.
core::Async<QUrl> browserLogout(const Invocation &invocation, const model::Account &account)
{
    if (!invocation.options.isSet(QStringLiteral("browser-logout")))
        return core::ready<QUrl>(QUrl());
    const core::Promise<QUrl> promise;
    core::whenDone(invocation.core.revoker().endSessionUrl(account), &invocation.core.accounts(),
                   [promise, invocation](const core::Result<QUrl> &page) {
                       if (!page.ok() || page->isEmpty())
                           invocation.terminal.say(tr("The provider tells of no page that ends the sign-in in the browser."));
                       promise.finish(page.ok() ? *page : QUrl());
                   });
    return promise.future();
}

core::Result<int> openPage(const Invocation &invocation, const QUrl &page)
{
    invocation.terminal.say(tr("Opening the provider's page that ends the sign-in in the browser: %1").arg(QString::fromUtf8(page.toEncoded())));
    if (const core::Result<void> opened = invocation.core.browser().open(page); !opened.ok())
        return opened.error();
    return int(Done);
}

/// @p page is where the person ends it instead; it may be empty.
QString notTold(const QString &backend, const QString &code, const QString &page)
{
    if (code == QLatin1String("revocation_needs_secret"))
        return page.isEmpty()
            ? tr("%1 ends a sign-in only for programs that have a client secret, so it keeps this one until you end it on its page.").arg(backend)
            : tr("%1 ends a sign-in only for programs that have a client secret, so it keeps this one until you end it on its page: %2")
                  .arg(backend, page);
    if (code == QLatin1String("revocation_unsupported") && !page.isEmpty())
        return tr("%1 has no way for a program to end a session, so this one lives on there until it expires, or you end it on its page: %2")
            .arg(backend, page);
    if (code == QLatin1String("revocation_unsupported"))
        return tr("%1 has no way for a program to end a session, so this one lives on there until it expires.").arg(backend);
    if (code == QLatin1String("revocation_refused"))
        return tr("%1 does not let this program end a session, so this one lives on there until it expires.").arg(backend);
    return tr("%1 could not be told (%2), so the session may live on there until it expires.").arg(backend, code);
}

/// Where @p account's provider itself shows what it lets in.
QString sessionsPage(const core::Result<model::BackendProfile> &profile, const model::Account &account)
{
    const model::IdentityProvider *provider = profile.ok() ? profile->provider(account.provider) : nullptr;
    return provider ? QString::fromUtf8(provider->sessionsPage.toEncoded()) : QString();
}

void tellOutcome(const Invocation &invocation, const QString &backend, const QString &title, bool local, const Outcome &outcome, const QString &page)
{
    if (invocation.terminal.json())
        invocation.terminal.document({{QStringLiteral("signedOut"), true},
                                      {QStringLiteral("backendTold"), outcome.backendTold},
                                      {QStringLiteral("toldLater"), outcome.toldLater}});
    invocation.terminal.say(
        tr("Signed out %1; nothing of it is left on this device but its history, which `keyturn-cli history clear` removes.").arg(printable(title)));
    if (outcome.toldLater) {
        invocation.terminal.say(
            tr("%1 could not be told now (%2). Keyturn tells it at your next sign-in, within a week.").arg(backend, outcome.backendError->code));
    } else if (!outcome.backendTold && !local) {
        // Not sentenceFor(): "the account stays as it is" would be untrue here.
        invocation.terminal.say(notTold(backend, outcome.backendError ? outcome.backendError->code : QStringLiteral("no_tokens"), page));
    }
}

} // namespace

QString SignOutCommand::name() const
{
    return QStringLiteral("sign-out");
}

QString SignOutCommand::summary() const
{
    return tr("Ends the session and forgets the account here.");
}

QString SignOutCommand::usage() const
{
    return QStringLiteral("ACCOUNT [--everywhere [--step-up]] [--local] [--browser-logout]");
}

void SignOutCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("everywhere"), tr("Ends every session of the account, on all devices.")},
                       {QStringLiteral("local"), tr("Forgets it here without telling the backend.")},
                       {QStringLiteral("browser-logout"), tr("Also opens the provider's page that ends the sign-in in the browser.")}});
    Confirmation::addOptions(parser);
}

core::Async<int> SignOutCommand::run(const Invocation &invocation)
{
    const bool everywhere = invocation.options.isSet(QStringLiteral("everywhere"));
    const bool local = invocation.options.isSet(QStringLiteral("local"));
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("Which account?")));
    if (everywhere && local)
        return core::ready<int>(usageError(tr("--everywhere tells the backend and --local does not: choose one.")));
    if (const core::Result<void> fine = Confirmation::check(invocation.options); !fine.ok())
        return core::ready<int>(fine.error());
    if (Confirmation::isWanted(invocation.options) && !everywhere)
        return core::ready<int>(usageError(tr("--step-up goes with --everywhere: nobody asks for more where one session is ended.")));
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    const core::Result<model::BackendProfile> profile = invocation.core.profiles().find(account->profile);
    const QString backend = profile.ok() ? profile->name : account->profile.toString();
    const accounts::SignOutScope scope = everywhere ? accounts::SignOutScope::Everywhere
        : local                                     ? accounts::SignOutScope::LocalOnly
                                                    : accounts::SignOutScope::ThisDevice;
    const QString sessions = sessionsPage(profile, *account);
    return core::chain(browserLogout(invocation, *account), this, [this, invocation, scope, backend, sessions, account = *account](const QUrl &page) {
        const auto outcome = std::make_shared<Outcome>();
        const auto signOut = [this, invocation, scope, id = account.id, outcome] {
            return core::chain(invocation.core.accounts().signOut(id, scope), this, [outcome](const Outcome &told) -> core::Result<void> {
                *outcome = told;
                return {};
            });
        };
        return core::chain(m_confirmation.perform(invocation, account, signOut), this,
                           [invocation, backend, scope, sessions, page, title = titleOf(account), outcome]() -> core::Result<int> {
                               tellOutcome(invocation, backend, title, scope == accounts::SignOutScope::LocalOnly, *outcome, sessions);
                               return page.isEmpty() ? core::Result<int>(int(Done)) : openPage(invocation, page);
                           });
    });
}

} // namespace keyturn::cli
