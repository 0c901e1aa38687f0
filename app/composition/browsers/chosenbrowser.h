// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "oauth/browseropener.h"

#include <functional>

namespace keyturn::composition::browsers {

/// The browser that the person chose for one account; without a choice, the usual one. The choice may change while a sign-in waits.
class ChosenBrowser final : public oauth::BrowserOpener
{
public:
    /// @p usual is asked anew each time: the object graph may be exchanged.
    explicit ChosenBrowser(std::function<oauth::BrowserOpener &()> usual) : m_usual(std::move(usual)) { }

    /// @p command as oauth::CommandBrowserOpener takes it; empty: the usual one.
    void choose(const QString &command) { m_command = command; }
    [[nodiscard]] core::Result<void> open(const QUrl &url) override
    {
        return m_command.isEmpty() ? m_usual().open(url) : oauth::CommandBrowserOpener(m_command).open(url);
    }
    [[nodiscard]] core::Result<void> openWatched(const QUrl &url, QObject *context, Failed failed) override
    {
        return m_command.isEmpty() ? m_usual().openWatched(url, context, std::move(failed))
                                   : oauth::CommandBrowserOpener(m_command).openWatched(url, context, std::move(failed));
    }

private:
    std::function<oauth::BrowserOpener &()> m_usual;
    QString m_command;
};

} // namespace keyturn::composition::browsers
