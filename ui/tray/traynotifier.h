// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tray/notifier.h"

namespace keyturn::ui::tray {

class TrayIcon;

/// By the tray's own messages, which have no actions: a press on one does the first.
class TrayNotifier final : public Notifier
{
    Q_OBJECT
public:
    /// @p tray must outlive it.
    explicit TrayNotifier(TrayIcon &tray, QObject *parent = nullptr);

    void show(const Notification &notification) override;
    void close(const QString &) override { } // it goes by itself

private:
    TrayIcon &m_tray;
    Notification m_last;
};

} // namespace keyturn::ui::tray
