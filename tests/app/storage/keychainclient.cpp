// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// keychainclient PATIENCE-MS STEP…: a process that uses the keychain as Keyturn does, for tst_keychain, which looks at it from outside. Steps, each
// answered by one line with `ok` or an error's code: write:ACCOUNT:SIZE, read:ACCOUNT:SIZE (compares), remove:ACCOUNT, probe, plant:ACCOUNT (writes
// what QtKeychain would take for an entry from before there was a keychain, FAULTS 70), binary:ACCOUNT:SIZE and text:ACCOUNT:SIZE (an entry in that
// form, as another program of QtKeychain's leaves it; SIZE 0: of which Keyturn knows nothing; FAULTS 67), alive (the longest time
// in ms that the event loop stood still so far, as `alive N`), quit (ends at once while the step before is still running).
#include "core/clock.h"
#include "storage/entrycodec.h"
#include "storage/keychainstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSettings>
#include <QTextStream>
#include <QTimer>

using namespace keyturn;

namespace {

core::Secret secretOf(qsizetype size)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < size; ++i)
        bytes.append(static_cast<char>(i * 31 + size));
    return core::Secret(QByteArrayView(bytes));
}

class Client : public QObject
{
public:
    Client(std::chrono::milliseconds patience, QStringList steps) : m_store(m_clock, patience), m_steps(std::move(steps))
    {
        m_beat.setInterval(5);
        connect(&m_beat, &QTimer::timeout, this, [this] { m_longestStandstill = qMax(m_longestStandstill, m_sinceBeat.restart()); });
        m_sinceBeat.start();
        m_beat.start();
    }

    void next()
    {
        if (m_steps.isEmpty())
            return QCoreApplication::quit();
        const QStringList words = m_steps.takeFirst().split(u':');
        const storage::SecretKey key{model::AccountId(words.value(1)), 1};
        const qsizetype size = words.value(2).toLongLong();
        if (!m_steps.isEmpty() && m_steps.first() == QLatin1String("quit"))
            QTimer::singleShot(50, this, [] { QCoreApplication::quit(); }); // the job has started by then
        if (words.first() == QLatin1String("write"))
            report(m_store.write(key, secretOf(size)));
        else if (words.first() == QLatin1String("read"))
            report(core::chain(m_store.read(key), this, [size](const core::Secret &found) -> core::Result<void> {
                if (found == secretOf(size))
                    return {};
                return core::Error{core::ErrorKind::Storage, QStringLiteral("other_contents"), {}};
            }));
        else if (words.first() == QLatin1String("remove"))
            report(m_store.remove(key));
        else if (words.first() == QLatin1String("probe"))
            report(m_store.probe());
        else if (words.first() == QLatin1String("plant"))
            plant(QLatin1String("Keyturn/") + key.toString());
        else if (words.first() == QLatin1String("binary") || words.first() == QLatin1String("text"))
            leave(key, size, words.first() == QLatin1String("binary"));
        else if (words.first() == QLatin1String("alive"))
            say(QStringLiteral("alive %1").arg(m_longestStandstill));
        else
            qFatal("no such step");
    }

private:
    void report(const core::Async<void> &future)
    {
        core::whenDone(future, this, [this](const core::Result<void> &result) {
            if (!result.ok())
                qInfo("%s", qPrintable(result.error().detail));
            say(result.ok() ? QStringLiteral("ok") : result.error().code);
        });
    }
    void plant(const QString &entry)
    {
        QSettings settings(QStringLiteral("Keyturn")); // ~/.config/Keyturn.conf
        settings.setValue(entry + QLatin1String("/type"), QStringLiteral("Text"));
        settings.setValue(entry + QLatin1String("/data"), QByteArray("planted"));
        settings.sync();
        say(QStringLiteral("ok"));
    }
    void leave(const storage::SecretKey &key, qsizetype size, bool binary)
    {
        const auto texts = storage::encodeEntries(key, secretOf(size), storage::KeychainStore::unlimitedEntryBytes);
        const QByteArray contents = size == 0 ? QByteArray("of another kind") : texts->first().reveal().toByteArray();
        QProcess tool;
        tool.start(QStringLiteral("secret-tool"),
                   {QStringLiteral("store"), QStringLiteral("--label=Keyturn"), QStringLiteral("xdg:schema"), QStringLiteral("org.qt.keychain"),
                    QStringLiteral("server"), QStringLiteral("Keyturn"), QStringLiteral("user"), QLatin1String("Keyturn/") + key.toString(),
                    QStringLiteral("type"), binary ? QStringLiteral("base64") : QStringLiteral("plaintext")});
        tool.write(binary ? contents.toBase64() : contents);
        tool.closeWriteChannel();
        say(tool.waitForFinished() && tool.exitCode() == 0 ? QStringLiteral("ok") : QString::fromUtf8(tool.readAllStandardError()));
    }
    void say(const QString &line)
    {
        QTextStream(stdout) << line << Qt::endl;
        next();
    }

    core::SystemClock m_clock;
    storage::KeychainStore m_store;
    QStringList m_steps;
    QTimer m_beat;
    QElapsedTimer m_sinceBeat;
    qint64 m_longestStandstill = 0;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    Client client(std::chrono::milliseconds(QCoreApplication::arguments().value(1).toInt()), QCoreApplication::arguments().mid(2));
    client.next();
    return QCoreApplication::exec();
}
