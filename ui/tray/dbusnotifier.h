// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/tray/notifier.h"

#include <QDBusConnection>
#include <QHash>
#include <QSet>

#include <optional>

namespace keyturn::ui::tray {

/// org.freedesktop.Notifications. Its server is asked once what it can do; what is to be shown meanwhile waits for that.
class DBusNotifier final : public Notifier
{
    Q_OBJECT
public:
    explicit DBusNotifier(const QDBusConnection &bus, QObject *parent = nullptr);

    void show(const Notification &notification) override;
    void close(const QString &key) override;

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action);
    void notificationClosed(uint id, uint reason);

private:
    void askCapabilities();
    void send(const Notification &notification);
    [[nodiscard]] QString keyOf(uint id) const;

    QDBusConnection m_bus;
    std::optional<QStringList> m_capabilities;
    bool m_asking = false;
    QList<Notification> m_waiting;
    QHash<QString, uint> m_shown; ///< By key; 0: the server has not told its number yet.
    QHash<QString, Notification> m_next; ///< Came while the one before had no number.
    QSet<QString> m_unwanted; ///< To be closed as soon as their number is known.
};

} // namespace keyturn::ui::tray
