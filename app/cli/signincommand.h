// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signinflow.h"
#include "cli/command.h"
#include "cli/linereader.h"

namespace keyturn::cli {

/// `sign-in`: by password, through the browser, or with a code on another device.
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
    [[nodiscard]] QString usualMethod(const Invocation &invocation, const model::BackendProfile &profile);
    [[nodiscard]] core::Async<int> byPassword(const Invocation &invocation);
    [[nodiscard]] core::Async<int> byBrowser(const Invocation &invocation);
    void listenForAddress(const Invocation &invocation, const QString &backend);
    [[nodiscard]] core::Async<int> byDevice(const Invocation &invocation);

    std::unique_ptr<oauth::BrowserOpener> m_browser;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<LineReader> m_lines;
};

} // namespace keyturn::cli
