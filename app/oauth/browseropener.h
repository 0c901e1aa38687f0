// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "oauth/openingplace.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <functional>

class QObject;

namespace keyturn::oauth {

/// Shows an address to the person.
class BrowserOpener
{
public:
    virtual ~BrowserOpener() = default;
    /// Errors are Configuration: `browser_missing`, `browser_failed`. Success means "was started", no more.
    [[nodiscard]] virtual core::Result<void> open(const QUrl &url) = 0;

    using Failed = std::function<void(const core::Error &)>;
    /// The same; should it turn out soon after that nothing was shown, @p failed is told `browser_failed`, unless @p context is gone by then.
    [[nodiscard]] virtual core::Result<void> openWatched(const QUrl &url, QObject *context, Failed failed)
    {
        Q_UNUSED(context)
        Q_UNUSED(failed)
        return open(url);
    }
};

/// @p command (or, where it is empty, `BROWSER`, then the desktop's own opener) with the address in place of `%s`, or at the end. Split like a shell
/// would (quotes and backslashes), run without one, its standard streams closed. `BROWSER` may list several, separated by colons, tried in order: the
/// next one where one is not there, or, with openWatched(), ends at once with another status than 0.
/// The program is an absolute path or a bare name that an absolute folder of `PATH` holds. Only http and https addresses are opened.
class CommandBrowserOpener final : public BrowserOpener
{
public:
    explicit CommandBrowserOpener(QString command = {}, OpeningPlace place = thisPlace()) : m_command(std::move(command)), m_place(place) { }
    [[nodiscard]] core::Result<void> open(const QUrl &url) override;
    [[nodiscard]] core::Result<void> openWatched(const QUrl &url, QObject *context, Failed failed) override;

private:
    QString m_command;
    OpeningPlace m_place;
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
[[nodiscard]] QList<BrowserChoice> browserChoices(const QString &explicitCommand, const OpeningPlace &place = thisPlace());

/// Whether it is worth trying: without a display only a browser that somebody named may need none.
[[nodiscard]] bool canOpenBrowser(const QString &explicitCommand, const OpeningPlace &place = thisPlace());

} // namespace keyturn::oauth
