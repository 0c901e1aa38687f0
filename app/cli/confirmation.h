// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "cli/command.h"
#include "oauth/browseropener.h"

#include <functional>
#include <initializer_list>
#include <memory>

namespace keyturn::cli {

/// Lets the person behind an account prove anew who they are, as a backend asked (RFC 9470): through the browser, or by the password typed again.
class Confirmation final : public QObject
{
    Q_OBJECT
public:
    /// --step-up, and what says how: --browser, --print-url, the password's and the code's options.
    static void addOptions(QCommandLineParser &parser);
    /// The first three alone, for a command that has the others of its own.
    static void addStepUpOptions(QCommandLineParser &parser);
    [[nodiscard]] static bool isWanted(const QCommandLineParser &options);
    /// What can be wrong with the options, said before anything else is done.
    [[nodiscard]] static core::Result<void> check(const QCommandLineParser &options);
    /// Whether any of the options @p itsOwn stands there without --step-up.
    [[nodiscard]] static core::Result<void> checkStepUp(const QCommandLineParser &options, std::initializer_list<const char *> itsOwn);

    /// The person's password, where the command was given it anyway: it is not asked for once more.
    void knowPassword(const core::Secret &password) { m_password = password; }

    /// The account's tokens are new afterwards. Errors are the sign-in's; Rejected `other_identity` where somebody else signed in.
    [[nodiscard]] core::Async<model::AccountId> ask(const Invocation &invocation, const model::Account &account, const accounts::StepUp &stepUp);
    /// Does @p act; where that is challenged and --step-up is said, lets the person prove who they are and does it once more.
    [[nodiscard]] core::Async<void> perform(const Invocation &invocation, const model::Account &account,
                                            const std::function<core::Async<void>()> &act);
    /// What to say of @p error, a challenge that was not met: with what to type in its detail, or `step_up_refused` where the person @p proved it
    /// just now.
    [[nodiscard]] static core::Error unmet(const core::Error &error, const model::Account &account, bool proved);
    /// False where nothing is asked.
    bool cancel();

private:
    [[nodiscard]] core::Async<model::AccountId> byPassword(const Invocation &invocation, const model::Account &account, const QString &backend);
    [[nodiscard]] core::Async<model::AccountId> byBrowser(const Invocation &invocation, const model::Account &account, const accounts::StepUp &stepUp,
                                                          const QString &backend);

    core::Secret m_password; ///< Empty: to be asked for.
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<oauth::CommandBrowserOpener> m_browser;
};

} // namespace keyturn::cli
