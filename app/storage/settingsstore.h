// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/clientids.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace keyturn::storage {

/// Where a window was, and what it showed.
struct WindowPlace {
    QByteArray geometry; ///< QWidget::saveGeometry().
    QString account; ///< Empty: none.
    QString leaf; ///< Of the account; empty: the first.
    bool operator==(const WindowPlace &) const = default;
};

/// The person's choices, `settings.json` in the configuration folder. None of them is secret.
struct Settings {
    /// `keychain` (default), `file` or `session`: chosen by the person, never by us.
    QString secretStore = QStringLiteral("keychain");
    QString browser; ///< A command; empty: `BROWSER`, then the desktop's.
    QByteArray windowGeometry; ///< Of the one window there was once; read, and written no more where there are `windows`.
    /// By account id: the command that it is signed in with; the others take `browser`.
    QMap<QString, QString> accountBrowsers = {};
    ClientRegistrations clientIds = {}; ///< The person's own; they go before those of the build.
    QString language = {}; ///< As `de` or `pt_BR`; empty: the system's.
    QString seenVersion = {}; ///< Of the window, when it was last started; empty: never.
    QList<WindowPlace> windows = {}; ///< The last active one is the last.
    bool keepInTray = false; ///< Goes on when the last window is closed, where there is a tray.
    bool notifyNewSessions = true;
    bool notifySignInNeeded = true;
    bool watchSessions = true; ///< Lists the accounts' sessions now and then, unasked.
    bool pictures = true; ///< Fetches the accounts' pictures.
    bool renewAhead = true; ///< Else tokens are renewed when they are needed.
    bool keepHistory = true; ///< Events, and what is remembered of sessions.
    bool developerTools = true; ///< The window shows what is for developers.
    QString proxy = QStringLiteral("system"); ///< As net::readProxy() takes it.
    QString caFile = {}; ///< PEM, of authorities that are trusted beside the system's; empty: none.
    bool operator==(const Settings &) const = default;
};

class SettingsStore
{
public:
    explicit SettingsStore(QString directory) : m_directory(std::move(directory)) { }
    /// Defaults where there is no file. Errors are Configuration `settings_invalid`, Storage as in privatefile.h.
    [[nodiscard]] core::Result<Settings> load() const;
    [[nodiscard]] core::Result<void> save(const Settings &settings) const;
    /// load(), @p step, and save() where that changed something. What cannot be read stays as it is.
    [[nodiscard]] core::Result<void> change(const std::function<void(Settings &)> &step) const;

private:
    QString m_directory;
};

} // namespace keyturn::storage
