// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/keyring.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QDBusVariant>

namespace {

/// `(oayays)` of the Secret Service API; in a session with the algorithm "plain" the value is as it is.
struct ServiceSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType = QStringLiteral("text/plain");
};

QDBusArgument &operator<<(QDBusArgument &out, const ServiceSecret &secret)
{
    out.beginStructure();
    out << secret.session << secret.parameters << secret.value << secret.contentType;
    out.endStructure();
    return out;
}

const QDBusArgument &operator>>(const QDBusArgument &in, ServiceSecret &secret)
{
    in.beginStructure();
    in >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    in.endStructure();
    return in;
}

const QString service = QStringLiteral("org.freedesktop.secrets");
const QString root = QStringLiteral("/org/freedesktop/secrets");
const QDBusObjectPath collection(QStringLiteral("/org/freedesktop/secrets/collection/login"));

bool isLocked()
{
    const QDBusInterface login(service, collection.path(), QStringLiteral("org.freedesktop.Secret.Collection"));
    return login.property("Locked").toBool();
}

} // namespace

namespace keyturn::e2e {

bool lockKeyring()
{
    QDBusInterface secrets(service, root, QStringLiteral("org.freedesktop.Secret.Service"));
    const QDBusMessage reply = secrets.call(QStringLiteral("Lock"), QVariant::fromValue(QList<QDBusObjectPath>{collection}));
    return reply.type() == QDBusMessage::ReplyMessage && isLocked();
}

bool unlockKeyring()
{
    qDBusRegisterMetaType<ServiceSecret>();
    QDBusInterface secrets(service, root, QStringLiteral("org.freedesktop.Secret.Service"));
    const QDBusMessage session = secrets.call(QStringLiteral("OpenSession"), QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString())));
    if (session.type() != QDBusMessage::ReplyMessage)
        return false;
    ServiceSecret master;
    master.session = session.arguments().value(1).value<QDBusObjectPath>();
    master.value = qgetenv("KEYTURN_TEST_KEYRING_PASSWORD");
    QDBusInterface unlocker(service, root, QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"));
    unlocker.call(QStringLiteral("UnlockWithMasterPassword"), QVariant::fromValue(collection), QVariant::fromValue(master));
    return !isLocked();
}

} // namespace keyturn::e2e
