// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tray/notifier.h"

#include <memory>

namespace keyturn::ui::tray {

class TrayIcon;

/// The one of this system. @p tray must outlive it.
[[nodiscard]] std::unique_ptr<Notifier> makeDesktopNotifier(TrayIcon &tray);

} // namespace keyturn::ui::tray
