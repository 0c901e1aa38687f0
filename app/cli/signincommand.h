// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"
#include "cli/linereader.h"

namespace keyturn::cli {

/// `sign-in`: by password, through the browser, or with a code on another device; to a new account, or by --account to a listed one again.
class SignInCommand final : public Command
{
    Q_OBJECT
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString usage() const override;
    void addOptions(QCommandLineParser &parser) const override;

    [[nodiscard]] core::Async<int> run(const Invocation &invocation) override;
    [[nodiscard]] bool cancel() override;

private:
    /// Who is to sign in, and where: as the options say, or as an account's record does.
    struct Target {
        model::ProfileId profile;
        model::ProviderId provider; ///< Empty: the profile's only one, or none.
        QString user; ///< Empty: nobody is named.
        QString method; ///< Empty: the usual one.
        model::AccountId expected; ///< Empty: a new account, or whichever it turns out to be.
    };
    [[nodiscard]] static core::Result<Target> targetOf(const Invocation &invocation);
    [[nodiscard]] static core::Result<Target> targetOf(const QCommandLineParser &options, const model::Account &account);
    [[nodiscard]] QString usualMethod(const Invocation &invocation, const model::BackendProfile &profile);
    [[nodiscard]] core::Async<int> byPassword(const Invocation &invocation, const Target &target);
    [[nodiscard]] core::Async<int> byBrowser(const Invocation &invocation, const Target &target);
    void listenForAddress(const Invocation &invocation, const QString &backend);
    [[nodiscard]] core::Async<int> byDevice(const Invocation &invocation, const Target &target);

    std::unique_ptr<oauth::BrowserOpener> m_browser;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<LineReader> m_lines;
};

} // namespace keyturn::cli
