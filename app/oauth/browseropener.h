// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace keyturn::oauth {

/// Shows an address to the person.
class BrowserOpener
{
public:
    virtual ~BrowserOpener() = default;
    /// Errors are Configuration: `browser_missing`, `browser_failed`. Success means "was started", no more.
    [[nodiscard]] virtual core::Result<void> open(const QUrl &url) = 0;
};

/// @p command (or, where it is empty, `BROWSER`, then the desktop's own opener) with the address in place of `%s`, or at the end. Split like a shell
/// would (quotes and backslashes), run without one, its standard streams closed. `BROWSER` may list several, separated by colons, tried in order.
/// The program is an absolute path or a bare name that an absolute folder of `PATH` holds. Only http and https addresses are opened.
class CommandBrowserOpener final : public BrowserOpener
{
public:
    explicit CommandBrowserOpener(QString command = {}) : m_command(std::move(command)) { }
    [[nodiscard]] core::Result<void> open(const QUrl &url) override;

private:
    QString m_command;
};

/// One of the programs that an address may be handed to.
struct BrowserChoice {
    enum class Source {
        Setting, ///< The command that was given.
        Environment, ///< `BROWSER`.
        Desktop, ///< The desktop's own opener.
    };
    Source source = Source::Desktop;
    QString program; ///< As the command names it; empty where the command cannot be read.
    QString file; ///< Where it lies; empty: nowhere that open() would take it from.
    bool operator==(const BrowserChoice &) const = default;
};

/// What CommandBrowserOpener(@p explicitCommand) would try, in order. Starts nothing.
[[nodiscard]] QList<BrowserChoice> browserChoices(const QString &explicitCommand);

} // namespace keyturn::oauth
