// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/databasefile.h"

#include "core/logging.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <chrono>

namespace keyturn::history {

DatabaseFile::DatabaseFile(QString path, const Schema &schema, std::function<void(const QString &)> asideTold)
    : m_path(std::move(path)), m_schema(schema), m_asideTold(std::move(asideTold))
{ }

bool DatabaseFile::exists() const
{
    return QFileInfo::exists(m_path) || QFileInfo(m_path).isSymLink();
}

Database &DatabaseFile::open()
{
    if (m_database && !m_database->isAt(m_path))
        m_database.reset(); // moved or removed: what is written there is lost
    if (!m_database)
        m_database = std::make_unique<Database>(m_path, m_schema);
    return *m_database;
}

/// Moves the file out of the way, where it is broken still: another process may have done so just now. False where that cannot be done.
bool DatabaseFile::setAside()
{
    QLockFile lock(m_path + QLatin1String(".lock"));
    if (!lock.tryLock(std::chrono::milliseconds(2000).count()))
        return false;
    QFile::setPermissions(lock.fileName(), QFileDevice::ReadOwner | QFileDevice::WriteOwner); // QLockFile leaves that to the umask
    try {
        Database database(m_path, m_schema);
        Rows rows = database.run("PRAGMA quick_check(1)");
        if (rows.next() && rows.text(0) == QLatin1String("ok"))
            return true;
    } catch (const DatabaseFault &fault) {
        if (!fault.broken)
            return false;
    }
    const QString aside = m_path + QLatin1String(".broken-") + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    if (!QFile::rename(m_path, aside))
        return false;
    for (const QString &suffix : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(m_path + suffix, aside + suffix); // with it, or a tool could not mend it
    qCInfo(core::lcHistory) << m_schema.name << "could not be read, and was set aside";
    m_asideTold(QFileInfo(aside).fileName());
    return true;
}

void DatabaseFile::removeSetAside()
{
    const QFileInfo info(m_path);
    QDir folder(info.path());
    for (const QString &name : folder.entryList({info.fileName() + QLatin1String(".broken-*")}, QDir::Files | QDir::Hidden))
        folder.remove(name);
}

} // namespace keyturn::history
