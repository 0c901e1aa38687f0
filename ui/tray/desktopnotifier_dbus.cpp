// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/dbusnotifier.h"
#include "ui/tray/desktopnotifier.h"
#include "ui/tray/traynotifier.h"

namespace keyturn::ui::tray {

std::unique_ptr<Notifier> makeDesktopNotifier(TrayIcon &tray)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (bus.isConnected())
        return std::make_unique<DBusNotifier>(bus);
    return std::make_unique<TrayNotifier>(tray);
}

} // namespace keyturn::ui::tray
