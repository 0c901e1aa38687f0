// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tray/accountnotices.h"
#include "ui/tray/trayicon.h"

#include <QObject>

#include <memory>

namespace keyturn::ui::preferences {
class PreferencesPort;
}

namespace keyturn::ui::application {

class Windows;

/// Keyturn outside its windows: the tray, going on without a window, and telling what happens meanwhile.
class Presence final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it. Without @p notifier the desktop's own is used.
    Presence(accounts::AccountsPort &accounts, preferences::PreferencesPort &preferences, Windows &windows,
             std::unique_ptr<tray::Notifier> notifier = nullptr, QObject *parent = nullptr);

    /// Sessions that were not there before; as tray::AccountNotices.
    void notifyNewSessions(const model::AccountId &id, int count, const QString &what);
    /// Whether closing the last window leaves the program in the tray.
    [[nodiscard]] bool staysInTray() const;
    [[nodiscard]] static bool hasTray() { return QSystemTrayIcon::isSystemTrayAvailable(); }

Q_SIGNALS:
    void preferencesRequested();

private:
    void connectTray();
    void connectNotices();
    void obey();
    void sayThatItGoesOn();
    [[nodiscard]] bool isWanted(tray::Topic topic) const;
    [[nodiscard]] bool isSeen(const model::AccountId &id, tray::Topic topic) const;

    preferences::PreferencesPort &m_preferences;
    Windows &m_windows;
    tray::TrayIcon m_tray;
    std::unique_ptr<tray::Notifier> m_notifier;
    tray::AccountNotices m_notices;
    bool m_saidSo = false;
};

} // namespace keyturn::ui::application
