// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tray/notifier.h"

namespace keyturn::ui::tests {

/// Keeps what would be shown.
class FakeNotifier final : public tray::Notifier
{
    Q_OBJECT
public:
    void show(const tray::Notification &notification) override
    {
        close(notification.key);
        shown += notification;
        ++count;
    }
    void close(const QString &key) override
    {
        shown.removeIf([&key](const tray::Notification &one) { return one.key == key; });
    }
    void press(const QString &key, const QString &action) { Q_EMIT chosen(key, action); }

    QList<tray::Notification> shown; ///< Now.
    int count = 0; ///< In all.
};

} // namespace keyturn::ui::tests
