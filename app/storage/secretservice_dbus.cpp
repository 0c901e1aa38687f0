// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/secretservice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

namespace keyturn::storage {

namespace {

const QString secrets = QStringLiteral("org.freedesktop.secrets");

/// The answer, or an error message of D-Bus.
core::Async<QDBusMessage> ask(const QDBusMessage &question, std::chrono::milliseconds patience, QObject *context)
{
    const core::Promise<QDBusMessage> promise;
    core::Async<QDBusMessage> answer = promise.future();
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, static_cast<int>(patience.count())), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [promise](QDBusPendingCallWatcher *self) {
        self->deleteLater();
        promise.finish(self->reply());
    });
    return answer;
}

QVariant firstOf(const QDBusMessage &message)
{
    return message.type() == QDBusMessage::ReplyMessage ? message.arguments().value(0) : QVariant();
}

core::Async<SecretServiceState> askLocked(const QString &collection, std::chrono::milliseconds patience, QObject *context)
{
    QDBusMessage question =
        QDBusMessage::createMethodCall(secrets, collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    question << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    return core::chain(ask(question, patience, context), context, [](const QDBusMessage &answer) -> core::Result<SecretServiceState> {
        const QVariant locked = firstOf(answer).value<QDBusVariant>().variant();
        if (!locked.isValid())
            return SecretServiceState::Unknown;
        return locked.toBool() ? SecretServiceState::Locked : SecretServiceState::Unlocked;
    });
}

core::Async<SecretServiceState> askDefaultCollection(std::chrono::milliseconds patience, QObject *context)
{
    QDBusMessage question = QDBusMessage::createMethodCall(secrets, QStringLiteral("/org/freedesktop/secrets"),
                                                           QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"));
    question << QStringLiteral("default");
    return core::chain(ask(question, patience, context), context, [patience, context](const QDBusMessage &answer) {
        const QString collection = firstOf(answer).value<QDBusObjectPath>().path();
        if (collection.isEmpty())
            return core::ready<SecretServiceState>(SecretServiceState::Unknown);
        if (collection == QLatin1String("/")) // Secret Service API: no such collection, so nothing can be locked away in it
            return core::ready<SecretServiceState>(SecretServiceState::Unlocked);
        return askLocked(collection, patience, context);
    });
}

} // namespace

core::Async<SecretServiceState> secretServiceState(std::chrono::milliseconds patience, QObject *context)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return core::ready<SecretServiceState>(SecretServiceState::Absent);
    // Names that are there, without starting any service by asking for it.
    const QDBusMessage question = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
                                                                 QStringLiteral("org.freedesktop.DBus"), QStringLiteral("ListNames"));
    return core::chain(ask(question, patience, context), context, [patience, context](const QDBusMessage &answer) {
        if (answer.type() != QDBusMessage::ReplyMessage)
            return core::ready<SecretServiceState>(SecretServiceState::Unknown);
        const QStringList names = firstOf(answer).toStringList();
        if (names.contains(secrets))
            return askDefaultCollection(patience, context);
        const bool wallet = names.contains(QLatin1String("org.kde.kwalletd5")) || names.contains(QLatin1String("org.kde.kwalletd6"));
        return core::ready<SecretServiceState>(wallet ? SecretServiceState::Unknown : SecretServiceState::Absent);
    });
}

} // namespace keyturn::storage
