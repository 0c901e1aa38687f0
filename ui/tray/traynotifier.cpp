// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/traynotifier.h"

#include "ui/tray/trayicon.h"

namespace keyturn::ui::tray {

TrayNotifier::TrayNotifier(TrayIcon &tray, QObject *parent) : Notifier(parent), m_tray(tray)
{
    connect(&m_tray, &TrayIcon::messageClicked, this, [this] {
        if (!m_last.actions.isEmpty())
            Q_EMIT chosen(m_last.key, m_last.actions.constFirst().id);
    });
}

void TrayNotifier::show(const Notification &notification)
{
    m_last = notification;
    m_tray.showMessage(notification.title, notification.body);
}

} // namespace keyturn::ui::tray
