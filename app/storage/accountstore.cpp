// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/accountstore.h"

#include "core/clock.h"
#include "core/logging.h"
#include "core/paths.h"
#include "storage/accountrecord.h"
#include "storage/privatefile.h"
#include "storage/storageerror.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileSystemWatcher>
#include <QHash>

namespace keyturn::storage {

namespace {

/// As long as another process may take to store a sign-in: a keychain may have to be unlocked for it.
constexpr std::chrono::seconds personPatience{75};

core::Result<AccountRecords> readRecords(const QString &path)
{
    const core::Result<QByteArray> contents = readPrivateFile(path, maxAccountFileBytes);
    if (contents.ok())
        return parseAccountRecords(*contents);
    if (contents.error().code == QLatin1String("file_missing"))
        return AccountRecords{};
    return contents.error();
}

core::Error unknown(const model::AccountId &id)
{
    return storageError("account_unknown", QStringLiteral("no account %1").arg(id.toString()));
}

} // namespace

struct AccountStore::Memory {
    QByteArray stamp; ///< Of the file that it is of; empty: of one that may have changed since.
    QList<model::Account> accounts;
    QHash<model::AccountId, qsizetype> places;
};

AccountStore::AccountStore(QString directory, QObject *parent)
    : QObject(parent), m_directory(std::move(directory)), m_memory(std::make_unique<Memory>()), m_stamp(fileStamp(path()))
{ }

AccountStore::~AccountStore() = default;

QString AccountStore::path() const
{
    return m_directory + QLatin1String("/accounts.json");
}

/// Reads the file, unless it is the one that was read last.
core::Result<void> AccountStore::remember() const
{
    QByteArray stamp = settledStamp(path());
    if (!stamp.isEmpty() && stamp == m_memory->stamp)
        return {};
    const core::Result<AccountRecords> records = readRecords(path());
    if (!records.ok()) {
        *m_memory = {};
        return records.error();
    }
    // Taken before the reading: where the file was replaced in between, the next look finds another one.
    *m_memory = {std::move(stamp), records->accounts(), {}};
    m_memory->places.reserve(m_memory->accounts.size());
    for (qsizetype i = 0; i < m_memory->accounts.size(); ++i)
        m_memory->places.insert(m_memory->accounts.at(i).id, i);
    return {};
}

core::Result<QList<model::Account>> AccountStore::load() const
{
    const core::Result<void> read = remember();
    if (!read.ok())
        return read.error();
    return m_memory->accounts;
}

core::Result<model::Account> AccountStore::find(const model::AccountId &id) const
{
    const core::Result<void> read = remember();
    if (!read.ok())
        return read.error();
    const auto place = m_memory->places.constFind(id);
    if (place == m_memory->places.constEnd())
        return unknown(id);
    return m_memory->accounts.at(*place);
}

core::Result<void> AccountStore::change(const std::function<core::Result<void>(AccountRecords &)> &step)
{
    {
        const core::Result<FileLock> lock = FileLock::acquireNow(path() + QLatin1String(".lock"));
        if (!lock.ok())
            return lock.error();
        core::Result<AccountRecords> records = readRecords(path());
        if (!records.ok())
            return records.error();
        const QByteArray before = serialise(*records);
        if (const core::Result<void> done = step(records.value()); !done.ok())
            return done;
        const QByteArray after = serialise(*records);
        if (after == before)
            return {};
        if (const core::Result<void> written = writePrivateFile(path(), after); !written.ok())
            return written;
    }
    // After the lock went: whoever listens may want to change something too.
    tellIfChanged();
    return {};
}

core::Result<void> AccountStore::put(const model::Account &account)
{
    return change([&](AccountRecords &records) {
        records.put(account);
        return core::Result<void>();
    });
}

core::Result<model::Account> AccountStore::update(const model::AccountId &id, const std::function<void(model::Account &)> &changeAccount)
{
    model::Account written;
    const core::Result<void> done = change([&](AccountRecords &records) -> core::Result<void> {
        AccountRecords::Record *record = records.find(id);
        if (!record)
            return unknown(id);
        changeAccount(record->account);
        record->account.id = id;
        written = record->account;
        return {};
    });
    if (!done.ok())
        return done.error();
    return written;
}

core::Result<void> AccountStore::updateEach(const std::function<void(model::Account &)> &changeAccount)
{
    return change([&](AccountRecords &records) {
        for (AccountRecords::Record &record : records.records) {
            const model::AccountId id = record.account.id;
            changeAccount(record.account);
            record.account.id = id;
        }
        return core::Result<void>();
    });
}

core::Result<void> AccountStore::move(const model::AccountId &id, const model::AccountId &before)
{
    return change([&](AccountRecords &records) -> core::Result<void> {
        if (!records.move(id, before))
            return unknown(id);
        return {};
    });
}

core::Result<void> AccountStore::remove(const model::AccountId &id)
{
    return change([&](AccountRecords &records) {
        records.remove(id);
        return core::Result<void>();
    });
}

core::Async<FileLock> AccountStore::lockPerson(core::Clock &clock, const model::Account &account, QObject *context) const
{
    // The issuer is left out: that of the embedded backend changes with its port.
    const QString person = QStringList{account.profile.toString(), account.provider.toString(), account.identity.subject}.join(QChar(u'\0'));
    const QByteArray name = QCryptographicHash::hash(person.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return FileLock::acquire(clock, m_directory + QLatin1String("/person-") + QString::fromLatin1(name) + QLatin1String(".lock"), personPatience,
                             context);
}

core::Result<QString> AccountStore::setAsideBroken()
{
    QString aside;
    {
        const core::Result<FileLock> lock = FileLock::acquireNow(path() + QLatin1String(".lock"));
        if (!lock.ok())
            return lock.error();
        if (readRecords(path()).ok())
            return QString(); // another process was quicker
        const QString stem = path() + QLatin1String(".broken-") + core::SystemClock().now().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
        aside = stem;
        for (int i = 2; QFile::exists(aside); ++i)
            aside = stem + u'-' + QString::number(i);
        if (!QFile::rename(path(), aside))
            return storageError("disk_failed", QStringLiteral("%1 could not be renamed").arg(path()));
    }
    tellIfChanged();
    return aside;
}

void AccountStore::watch()
{
    if (m_watcher)
        return;
    // A folder that is not there cannot be watched.
    if (const core::Result<void> made = core::ensurePrivateDirectory(m_directory); !made.ok())
        qCWarning(core::lcStorage) << "not watching the accounts:" << made.error().code;
    m_watcher = std::make_unique<QFileSystemWatcher>();
    connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, this, &AccountStore::tellIfChanged);
    connect(m_watcher.get(), &QFileSystemWatcher::fileChanged, this, &AccountStore::tellIfChanged);
    arm();
}

/// A rename puts another file in the place of the watched one, which ends its watch: so it is set again each time.
void AccountStore::arm()
{
    if (!m_watcher)
        return;
    if (!m_watcher->directories().contains(m_directory) && QFile::exists(m_directory))
        m_watcher->addPath(m_directory);
    if (m_watcher->files().contains(path()))
        m_watcher->removePath(path());
    if (QFile::exists(path()))
        m_watcher->addPath(path());
}

/// The folder's watch speaks of locks and temporary files as well; the stamp tells whether the accounts themselves are others.
void AccountStore::tellIfChanged()
{
    QByteArray stamp = fileStamp(path());
    if (stamp == m_stamp)
        return;
    m_stamp = std::move(stamp);
    arm();
    Q_EMIT changed();
}

} // namespace keyturn::storage
