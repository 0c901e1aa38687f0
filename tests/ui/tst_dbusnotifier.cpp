// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/tray/dbusnotifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

namespace keyturn::ui::tests {

using tray::DBusNotifier;
using tray::Notification;

/// Plays a desktop's notification server.
class FakeServer final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        QString title;
        QString body;
        QStringList actions;
    };
    QMap<uint, Shown> shown; ///< Now, by number; without the one that is `warm`.
    uint warm = 0;
    QStringList capabilities;
    int notified = 0;

public Q_SLOTS:
    QStringList GetCapabilities() const { return capabilities; }
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &body, const QStringList &actions,
                const QVariantMap &, int)
    {
        const uint id = replaces > 0 ? replaces : ++m_last;
        if (title == QLatin1String("warm")) {
            warm = id;
            return id;
        }
        ++notified;
        shown.insert(id, {title, body, actions});
        return id;
    }
    void CloseNotification(uint id)
    {
        shown.remove(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    uint m_last = 0;
};

/// On a bus of its own, with the real protocol.
class TstDBusNotifier : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void itIsShownWithItsActions();
    void whereMarkupIsReadNothingIsTakenForIt();
    void withoutActionsNoneAreSent();
    void theNextOfItsKindTakesItsPlace();
    void twoAtOnceAreStillOne();
    void whatIsNotTrueAnyMoreIsClosed();
    void anActionComesBackUnderItsKey();
    void whatThePersonClosedIsForgotten();
    void anotherServerStartsAfresh();
    void withoutAServerNothingHappens();

private:
    void serve();
    /// Shows one under the key `warm`, and comes back when the notifier has heard all that the server has said until then.
    void settle();
    static constexpr const char *path = "/org/freedesktop/Notifications";
    static constexpr const char *service = "org.freedesktop.Notifications";

    int m_marks = 0;
    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<DBusNotifier> m_notifier;
    const Notification m_notification{QStringLiteral("sign-in/a"),
                                      QStringLiteral("Ada <b>"),
                                      QStringLiteral("She & <i>he</i>"),
                                      {{QStringLiteral("sign-in"), QStringLiteral("Sign in again")}}};
};

void TstDBusNotifier::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
        QSKIP("dbus-daemon is not installed");
    const QString config = QFINDTESTDATA("../support/session-bus.conf");
    m_daemon.start(QStringLiteral("dbus-daemon"),
                   {QStringLiteral("--config-file=") + config, QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
                    QStringLiteral("--address=unix:tmpdir=/tmp"), QStringLiteral("--print-address")});
    QTRY_VERIFY_WITH_TIMEOUT(m_daemon.canReadLine(), 20'000);
    m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
}

void TstDBusNotifier::init()
{
    m_server = std::make_unique<FakeServer>();
    m_server->capabilities = {QStringLiteral("actions"), QStringLiteral("body")};
    serve();
    m_notifier = std::make_unique<DBusNotifier>(QDBusConnection::connectToBus(m_address, QStringLiteral("keyturn-client")));
}

void TstDBusNotifier::serve()
{
    QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("keyturn-server"));
    QVERIFY(bus.registerObject(QLatin1String(path), m_server.get(), QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(bus.registerService(QLatin1String(service)));
}

void TstDBusNotifier::settle()
{
    if (!m_server->warm) {
        m_notifier->show({QStringLiteral("warm"), QStringLiteral("warm"), {}, {}});
        QTRY_VERIFY(m_server->warm);
    }
    QSignalSpy chosen(m_notifier.get(), &DBusNotifier::chosen);
    const QString mark = QString::number(++m_marks);
    QTRY_VERIFY([&] { // until the number of the warm one is known, nobody hears it
        Q_EMIT m_server->ActionInvoked(m_server->warm, mark);
        QCoreApplication::processEvents();
        return std::any_of(chosen.begin(), chosen.end(), [&mark](const QVariantList &one) { return one.value(1) == mark; });
    }());
}

void TstDBusNotifier::cleanup()
{
    m_notifier.reset();
    QDBusConnection(QStringLiteral("keyturn-server")).unregisterService(QLatin1String(service));
    QDBusConnection::disconnectFromBus(QStringLiteral("keyturn-server"));
    QDBusConnection::disconnectFromBus(QStringLiteral("keyturn-client"));
    m_server.reset();
}

void TstDBusNotifier::cleanupTestCase()
{
    m_daemon.terminate();
    m_daemon.waitForFinished();
}

void TstDBusNotifier::itIsShownWithItsActions()
{
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
    QCOMPARE(m_server->shown.first().title, m_notification.title);
    QCOMPARE(m_server->shown.first().body, m_notification.body);
    QCOMPARE(m_server->shown.first().actions, (QStringList{QStringLiteral("sign-in"), QStringLiteral("Sign in again")}));
}

void TstDBusNotifier::whereMarkupIsReadNothingIsTakenForIt()
{
    m_server->capabilities += QStringLiteral("body-markup");
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
    QCOMPARE(m_server->shown.first().body, QStringLiteral("She &amp; &lt;i&gt;he&lt;/i&gt;"));
    QCOMPARE(m_server->shown.first().title, m_notification.title); // a summary has no markup
}

void TstDBusNotifier::withoutActionsNoneAreSent()
{
    m_server->capabilities = {QStringLiteral("body")};
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->shown.first().actions.isEmpty());
}

void TstDBusNotifier::theNextOfItsKindTakesItsPlace()
{
    m_notifier->show(m_notification);
    settle();
    Notification next = m_notification;
    next.body = QStringLiteral("newer");
    m_notifier->show(next);
    QTRY_COMPARE(m_server->notified, 2);
    QCOMPARE(m_server->shown.size(), 1);
    QCOMPARE(m_server->shown.first().body, QStringLiteral("newer"));
    Notification other = m_notification;
    other.key = QStringLiteral("sign-in/b");
    m_notifier->show(other);
    QTRY_COMPARE(m_server->shown.size(), 2);
}

void TstDBusNotifier::twoAtOnceAreStillOne()
{
    settle();
    Notification next = m_notification;
    next.body = QStringLiteral("newer");
    m_notifier->show(m_notification);
    m_notifier->show(next); // before the server has told the first one's number
    QTRY_COMPARE(m_server->notified, 2);
    QCOMPARE(m_server->shown.size(), 1);
    QCOMPARE(m_server->shown.first().body, QStringLiteral("newer"));
}

void TstDBusNotifier::whatIsNotTrueAnyMoreIsClosed()
{
    m_notifier->show(m_notification);
    m_notifier->close(m_notification.key); // before anything was asked of the server
    settle();
    QCOMPARE(m_server->notified, 0);
    m_notifier->show(m_notification);
    m_notifier->close(m_notification.key); // before its number is known
    QTRY_COMPARE(m_server->notified, 1);
    QTRY_VERIFY(m_server->shown.isEmpty());
    m_notifier->show(m_notification);
    settle();
    QCOMPARE(m_server->shown.size(), 1);
    m_notifier->close(m_notification.key);
    QTRY_VERIFY(m_server->shown.isEmpty());
    m_notifier->close(QStringLiteral("never shown"));
}

void TstDBusNotifier::anActionComesBackUnderItsKey()
{
    m_notifier->show(m_notification);
    settle();
    QSignalSpy chosen(m_notifier.get(), &DBusNotifier::chosen);
    Q_EMIT m_server->ActionInvoked(99, QStringLiteral("sign-in")); // somebody else's
    Q_EMIT m_server->ActionInvoked(m_server->shown.firstKey(), QStringLiteral("sign-in"));
    settle();
    QVERIFY(chosen.contains(QVariantList{m_notification.key, QStringLiteral("sign-in")}));
    for (const QVariantList &one : std::as_const(chosen))
        QVERIFY(one.value(0) == m_notification.key || one.value(0) == QLatin1String("warm"));
}

void TstDBusNotifier::whatThePersonClosedIsForgotten()
{
    m_notifier->show(m_notification);
    settle();
    const uint first = m_server->shown.firstKey();
    m_server->CloseNotification(first);
    settle();
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->shown.firstKey() != first); // a new one: it does not revive the old
}

void TstDBusNotifier::anotherServerStartsAfresh()
{
    m_notifier->show(m_notification);
    settle();
    QDBusConnection(QStringLiteral("keyturn-server")).unregisterService(QLatin1String(service));
    QDBusConnection::disconnectFromBus(QStringLiteral("keyturn-server"));
    m_server = std::make_unique<FakeServer>();
    m_server->capabilities = {QStringLiteral("body-markup")};
    serve();
    settle();
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->shown.first().body.contains(QStringLiteral("&lt;i&gt;")));
    QVERIFY(m_server->shown.first().actions.isEmpty());
}

void TstDBusNotifier::withoutAServerNothingHappens()
{
    QDBusConnection(QStringLiteral("keyturn-server")).unregisterService(QLatin1String(service));
    m_notifier->show(m_notification);
    m_notifier->close(m_notification.key);
    QVERIFY(QDBusConnection(QStringLiteral("keyturn-server")).registerService(QLatin1String(service)));
    settle(); // and then it serves
    QCOMPARE(m_server->notified, 0);
    m_notifier->show(m_notification);
    QTRY_COMPARE(m_server->shown.size(), 1);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstDBusNotifier;
KEYTURN_TEST(TstDBusNotifier)
#include "tst_dbusnotifier.moc"
