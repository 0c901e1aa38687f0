// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/clientids.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace keyturn::storage {

/// The person's choices, `settings.json` in the configuration folder. None of them is secret.
struct Settings {
    /// `keychain` (default), `file` or `session`: chosen by the person, never by us.
    QString secretStore = QStringLiteral("keychain");
    QString browser; ///< A command; empty: `BROWSER`, then the desktop's.
    QByteArray windowGeometry;
    /// By account id: the command that it is signed in with; the others take `browser`.
    QMap<QString, QString> accountBrowsers = {};
    ClientRegistrations clientIds = {}; ///< The person's own; they go before those of the build.
    bool pictures = true; ///< Whether the pictures of the accounts are fetched.
    bool operator==(const Settings &) const = default;
};

class SettingsStore
{
public:
    explicit SettingsStore(QString directory) : m_directory(std::move(directory)) { }
    /// Defaults where there is no file. Errors are Configuration `settings_invalid`, Storage as in privatefile.h.
    [[nodiscard]] core::Result<Settings> load() const;
    [[nodiscard]] core::Result<void> save(const Settings &settings) const;

private:
    QString m_directory;
};

} // namespace keyturn::storage
