// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// fakewallet: plays KWallet's daemon on the session bus, as far as QtKeychain asks it. Prints `ready`. Entries whose name contains `lost` are not
// kept though writing them answers success, as KWallet does when its file cannot be written (FAULTS 66).
#include <QCoreApplication>
#include <QDBusConnection>
#include <QMap>
#include <QTextStream>

class FakeWallet : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.KWallet")
public Q_SLOTS:
    bool isEnabled() const { return true; }
    QString networkWallet() const { return QStringLiteral("kdewallet"); }
    int open(const QString &, qlonglong, const QString &) const { return 1; }
    /// 0: no such entry, 1: a password.
    int entryType(int, const QString &folder, const QString &key, const QString &) const { return m_entries.contains({folder, key}) ? 1 : 0; }
    QString readPassword(int, const QString &folder, const QString &key, const QString &) const { return m_entries.value({folder, key}); }
    int writePassword(int, const QString &folder, const QString &key, const QString &value, const QString &)
    {
        if (!key.contains(QStringLiteral("lost")))
            m_entries.insert({folder, key}, value);
        return 0;
    }
    int removeEntry(int, const QString &folder, const QString &key, const QString &) { return m_entries.remove({folder, key}) > 0 ? 0 : -3; }

private:
    QMap<std::pair<QString, QString>, QString> m_entries;
};

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    FakeWallet wallet;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.registerObject(QStringLiteral("/modules/kwalletd5"), &wallet, QDBusConnection::ExportAllSlots)
        || !bus.registerService(QStringLiteral("org.kde.kwalletd5")))
        return 1;
    QTextStream(stdout) << "ready" << Qt::endl;
    return QCoreApplication::exec();
}

#include "fakewallet.moc"
