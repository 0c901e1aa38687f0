// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/database.h"

#include "core/paths.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace keyturn::history {

namespace {

core::Error storageError(const QString &code, const QString &detail)
{
    return {core::ErrorKind::Storage, code, detail};
}

core::Error failed(const Schema &schema, const QString &detail)
{
    return storageError(QLatin1String(schema.name) + QLatin1String("_failed"), detail);
}

DatabaseFault faultOf(const Schema &schema, const QSqlError &error)
{
    constexpr int corrupt = 11; // SQLITE_CORRUPT
    constexpr int notADatabase = 26; // SQLITE_NOTADB
    const int code = error.nativeErrorCode().toInt() & 0xff; // the low byte of the extended codes
    return {failed(schema, error.databaseText()), code == corrupt || code == notADatabase};
}

/// Which file it is, whatever its name; empty where there is none. Elsewhere than on Unix an open file keeps its name.
QByteArray identityOf(const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat info = {};
    if (::stat(QFile::encodeName(path).constData(), &info) != 0)
        return {};
    return QByteArray::number(quint64(info.st_dev)) + '/' + QByteArray::number(quint64(info.st_ino));
#else
    return QFileInfo::exists(path) ? QByteArray("there") : QByteArray();
#endif
}

/// SQLite makes its other files with the mode of this one.
void prepareFile(const QString &path, const Schema &schema)
{
    const QFileInfo info(path);
    if (const core::Result<void> folder = core::ensurePrivateDirectory(info.path()); !folder.ok())
        throw DatabaseFault{folder.error()};
    constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    if (!info.exists() && !info.isSymLink()) {
        QFile file(path); // where another process is quicker, its file serves
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, onlyOwner) && !QFileInfo::exists(path))
            throw DatabaseFault{failed(schema, file.errorString())};
        return;
    }
    bool ours = info.isFile() && !info.isSymLink();
#ifdef Q_OS_UNIX
    ours = ours && info.ownerId() == ::geteuid();
#endif
    if (!ours)
        throw DatabaseFault{storageError(QStringLiteral("file_not_ours"), path)};
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if ((info.permissions() & others) != 0 && !QFile::setPermissions(path, onlyOwner))
        throw DatabaseFault{failed(schema, path)};
}

} // namespace

bool Rows::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        throw faultOf(m_schema, m_query.lastError());
    return false;
}

Database::Database(const QString &path, const Schema &schema) : m_schema(schema)
{
    static std::atomic<int> count = 0;
    m_name = QStringLiteral("history-%1").arg(++count);
    prepareFile(path, schema);
    try {
        open(path);
    } catch (...) {
        close();
        throw;
    }
}

Database::~Database()
{
    close();
}

void Database::open(const QString &path)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
        throw DatabaseFault{failed(m_schema, QStringLiteral("Qt's driver for SQLite is not installed"))};
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000")); // another process writes for milliseconds
    m_database.setDatabaseName(path);
    if (!m_database.open())
        throw faultOf(m_schema, m_database.lastError());
    m_identity = identityOf(path);
    if (version() > m_schema.version()) // before anything is touched
        throw DatabaseFault{storageError(QLatin1String(m_schema.name) + QLatin1String("_newer"), path)};
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA foreign_keys=ON"})
        change(pragma);
    change("PRAGMA secure_delete=ON"); // what a person clears is overwritten, not just let go
    migrate();
}

bool Database::isAt(const QString &path) const
{
    return m_identity == identityOf(path);
}

void Database::close()
{
    m_prepared.clear();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

qint64 Database::version()
{
    Rows rows = run("PRAGMA user_version");
    return rows.next() ? rows.number(0) : 0;
}

void Database::migrate()
{
    if (version() == m_schema.version())
        return;
    write([this] {
        for (auto step = static_cast<std::size_t>(version()); step < m_schema.steps.size(); ++step) { // another process may have been quicker
            for (const char *statement : m_schema.steps[step])
                change(statement);
        }
    });
}

void Database::rollBack() noexcept
{
    try {
        change("ROLLBACK");
    } catch (const DatabaseFault &) {
        // SQLite has rolled back by itself, or BEGIN had not succeeded.
    }
}

Rows Database::run(const char *sql, const QVariantList &values)
{
    return Rows(execute(sql, values), m_schema);
}

int Database::change(const char *sql, const QVariantList &values)
{
    QSqlQuery &query = execute(sql, values);
    const int changed = query.numRowsAffected();
    m_lastId = query.lastInsertId().toLongLong();
    query.finish();
    return changed;
}

QSqlQuery &Database::execute(const char *sql, const QVariantList &values)
{
    std::unique_ptr<QSqlQuery> &query = m_prepared[sql];
    if (!query) {
        auto fresh = std::make_unique<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(QString::fromLatin1(sql)))
            throw faultOf(m_schema, fresh->lastError());
        query = std::move(fresh);
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(static_cast<int>(i), values[i]);
    if (!query->exec())
        throw faultOf(m_schema, query->lastError());
    return *query;
}

} // namespace keyturn::history
