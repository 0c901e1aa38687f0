// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/desktopnotifier.h"
#include "ui/tray/traynotifier.h"

namespace keyturn::ui::tray {

std::unique_ptr<Notifier> makeDesktopNotifier(TrayIcon &tray)
{
    return std::make_unique<TrayNotifier>(tray);
}

} // namespace keyturn::ui::tray
