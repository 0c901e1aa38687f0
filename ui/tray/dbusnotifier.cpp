// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tray/dbusnotifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QVariantMap>

namespace keyturn::ui::tray {

namespace {

// Desktop Notifications Specification 1.2.
const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
constexpr int serversOwnTime = -1;
constexpr qsizetype mostWaiting = 20;

QDBusMessage call(const char *method)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, service, QLatin1String(method));
    message.setAutoStartService(true);
    return message;
}

} // namespace

DBusNotifier::DBusNotifier(const QDBusConnection &bus, QObject *parent) : Notifier(parent), m_bus(bus)
{
    m_bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    m_bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this, SLOT(notificationClosed(uint, uint)));
    auto *watcher = new QDBusServiceWatcher(service, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, [this](const QString &, const QString &, const QString &owner) {
        // Another server: its numbers and its abilities are its own.
        m_shown.clear();
        m_capabilities.reset();
        m_asking = false;
        if (!owner.isEmpty() && !m_waiting.isEmpty())
            askCapabilities();
    });
}

void DBusNotifier::askCapabilities()
{
    if (std::exchange(m_asking, true))
        return;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call("GetCapabilities")), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_asking = false;
        const QDBusPendingReply<QStringList> reply = *watcher;
        if (reply.isError())
            return; // nobody is there to show anything: what waits, waits for somebody
        m_capabilities = reply.value();
        for (const Notification &notification : std::exchange(m_waiting, {}))
            send(notification);
    });
}

void DBusNotifier::show(const Notification &notification)
{
    m_unwanted.remove(notification.key);
    if (m_capabilities)
        return send(notification);
    m_waiting.removeIf([&notification](const Notification &one) { return one.key == notification.key; });
    if (m_waiting.size() < mostWaiting)
        m_waiting += notification;
    askCapabilities();
}

void DBusNotifier::send(const Notification &notification)
{
    const auto shown = m_shown.constFind(notification.key);
    if (shown != m_shown.constEnd() && *shown == 0) {
        m_next.insert(notification.key, notification);
        return;
    }
    const uint replaces = shown == m_shown.constEnd() ? 0 : *shown;
    // A name could hold what a server takes for markup.
    const QString body = m_capabilities->contains(QLatin1String("body-markup")) ? notification.body.toHtmlEscaped() : notification.body;
    QStringList actions;
    if (m_capabilities->contains(QLatin1String("actions"))) {
        for (const NotificationAction &action : notification.actions)
            actions << action.id << action.label;
    }
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("keyturn")}};
    QDBusMessage message = call("Notify");
    message << QStringLiteral("Keyturn") << replaces << QStringLiteral("keyturn") << notification.title << body << actions << hints << serversOwnTime;
    m_shown.insert(notification.key, replaces);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key = notification.key] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError()) {
            m_shown.remove(key);
            m_next.remove(key);
            m_unwanted.remove(key);
            return;
        }
        m_shown.insert(key, reply.value());
        if (m_unwanted.remove(key)) {
            m_next.remove(key);
            close(key);
        } else if (const auto next = m_next.constFind(key); next != m_next.constEnd()) {
            const Notification newer = *next;
            m_next.remove(key);
            send(newer);
        }
    });
}

void DBusNotifier::close(const QString &key)
{
    m_waiting.removeIf([&key](const Notification &one) { return one.key == key; });
    const auto shown = m_shown.constFind(key);
    if (shown == m_shown.constEnd())
        return;
    if (*shown == 0) {
        m_unwanted.insert(key);
        return;
    }
    QDBusMessage message = call("CloseNotification");
    message << *shown;
    m_bus.asyncCall(message);
    m_shown.remove(key);
}

QString DBusNotifier::keyOf(uint id) const
{
    return id == 0 ? QString() : m_shown.key(id);
}

void DBusNotifier::actionInvoked(uint id, const QString &action)
{
    if (const QString key = keyOf(id); !key.isEmpty())
        Q_EMIT chosen(key, action);
}

void DBusNotifier::notificationClosed(uint id, uint)
{
    if (const QString key = keyOf(id); !key.isEmpty())
        m_shown.remove(key);
}

} // namespace keyturn::ui::tray
