// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/browsers/installedbrowsers.h"
#include "core/async.h"
#include "core/secret.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace keyturn::ui::preferences {

/// What the person may choose, as it is stored.
struct Choices {
    QString language; ///< As `de` or `pt_BR`; empty: the system's.
    bool keepInTray = false;
    QString browser; ///< A command; empty: the system's.
    bool renewAhead = true;
    QString proxy; ///< `system`, `none`, `http://host:port` or `socks5://host:port`.
    QString caFile; ///< Absolute; empty: none.
    bool notifyNewSessions = true;
    bool notifySignInNeeded = true;
    bool watchSessions = true;
    bool pictures = true;
    bool keepHistory = true;
    bool developerTools = true;
    bool operator==(const Choices &) const = default;
};

/// Whether the desktop starts Keyturn when the person logs in.
struct LoginStart {
    bool starts = false;
    bool hidden = false; ///< As an icon; where there is a tray, in it.
    bool operator==(const LoginStart &) const = default;
};

enum class SecretPlace { Keychain, EncryptedFile, SessionOnly };

struct SecretFacts {
    SecretPlace place = SecretPlace::Keychain;
    bool isForThisStart = false; ///< By --secret-store, over the setting.
    qsizetype accounts = 0;
};

struct MoveOutcome {
    int without = 0; ///< Accounts that had nothing to be moved.
    bool leftBehind = false; ///< Copies that could not be removed lie at the old place.
};

/// What the preferences stand on. application/ answers it from composition::Keyturn and the desktop.
class PreferencesPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Errors: Configuration `settings_invalid`; Storage. Nothing can be changed then.
    [[nodiscard]] virtual core::Result<Choices> choices() const = 0;
    /// Stored and in force when it returns. Errors as choices(); `proxy_invalid`, `ca_file_missing`, `ca_file_invalid`: then nothing was stored.
    [[nodiscard]] virtual core::Result<void> change(const std::function<void(Choices &)> &step) = 0;

    /// Those that there are texts for, beside the sources' English.
    [[nodiscard]] virtual QStringList languages() const = 0;
    [[nodiscard]] virtual QList<composition::browsers::InstalledBrowser> browsers() const = 0;
    /// What --browser said, over the setting; empty: nothing.
    [[nodiscard]] virtual QString browserForThisStart() const = 0;
    [[nodiscard]] virtual bool hasTray() const = 0;
    [[nodiscard]] virtual core::Result<LoginStart> loginStart() const = 0;
    [[nodiscard]] virtual core::Result<void> setLoginStart(const LoginStart &start) = 0;
    /// The names of those in the file. Errors as change().
    [[nodiscard]] virtual core::Result<QStringList> authoritiesIn(const QString &path) const = 0;

    [[nodiscard]] virtual core::Result<SecretFacts> secretFacts() const = 0;
    /// The secrets of all accounts go to @p place; the old copies are removed when the new ones have been read back, and on any error all stays as it
    /// was. Errors: Storage; Configuration `sign_in_open`, `settings_invalid`.
    [[nodiscard]] virtual core::Async<MoveOutcome> moveSecrets(SecretPlace place, core::Secret passphrase) = 0;
    [[nodiscard]] virtual core::Async<void> clearHistory() = 0;

Q_SIGNALS:
    void changed(); ///< Something was stored.
};

} // namespace keyturn::ui::preferences
