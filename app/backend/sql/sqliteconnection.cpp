// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqliteconnection.h"

#include <sqlite3.h>

namespace keyturn::backend {

namespace {

constexpr int othersWriting = 5000; // milliseconds

SqlFailure failureOf(sqlite3 *database)
{
    return {QString::fromUtf8(sqlite3_errmsg(database)), QString::number(sqlite3_extended_errcode(database))};
}

} // namespace

class SqliteConnection::Cursor final : public SqlCursor
{
public:
    Cursor(sqlite3 *database, const char *sql) : m_database(database)
    {
        if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr) != SQLITE_OK)
            throw failureOf(database);
    }
    Cursor(const Cursor &) = delete;
    Cursor &operator=(const Cursor &) = delete;
    ~Cursor() override { sqlite3_finalize(m_statement); }

    void execute(std::span<const SqlValue> values)
    {
        Q_ASSERT(sqlite3_bind_parameter_count(m_statement) == static_cast<int>(values.size()));
        int place = 1;
        for (const SqlValue &value : values)
            bind(place++, value);
        step();
        m_fetched = m_more;
    }
    bool next() override
    {
        if (!m_fetched && m_more)
            step();
        m_fetched = false;
        return m_more;
    }
    int changes() const override { return m_changes; }
    QString text(int column) const override
    {
        const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column)); // before its size is asked for
        return QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column));
    }
    QByteArray bytes(int column) const override
    {
        const void *bytes = sqlite3_column_blob(m_statement, column);
        return QByteArray(static_cast<const char *>(bytes), sqlite3_column_bytes(m_statement, column));
    }
    qint64 integer(int column) const override { return sqlite3_column_int64(m_statement, column); }
    bool isNull(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    void finish() override
    {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement); // holds no one's data until the next time
        m_more = false;
        m_fetched = false;
    }

private:
    void bind(int place, const SqlValue &value)
    {
        int status = SQLITE_OK;
        if (const auto *number = std::get_if<qint64>(&value)) {
            status = sqlite3_bind_int64(m_statement, place, *number);
        } else if (const auto *text = std::get_if<QString>(&value)) {
            const QByteArray utf8 = text->toUtf8();
            status = sqlite3_bind_text(m_statement, place, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_TRANSIENT);
        } else if (const auto &bytes = std::get<QByteArray>(value); !bytes.isNull()) {
            status = sqlite3_bind_blob(m_statement, place, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
        }
        if (status != SQLITE_OK)
            fail();
    }

    void step()
    {
        const int status = sqlite3_step(m_statement);
        m_more = status == SQLITE_ROW;
        if (!m_more && status != SQLITE_DONE)
            fail();
        m_changes = sqlite3_changes(m_database);
    }

    [[noreturn]] void fail()
    {
        const SqlFailure failure = failureOf(m_database);
        finish();
        throw failure;
    }

    sqlite3 *m_database;
    sqlite3_stmt *m_statement = nullptr;
    bool m_more = false; ///< A row is there.
    bool m_fetched = false; ///< It was not asked for yet.
    int m_changes = 0;
};

void SqliteConnection::Closer::operator()(sqlite3 *database) const
{
    sqlite3_close(database);
}

SqliteConnection::SqliteConnection(const QString &path)
{
    sqlite3 *database = nullptr;
    const int status =
        sqlite3_open_v2(path.toUtf8().constData(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    m_database.reset(database); // is there even where it could not be opened, and tells why
    if (status != SQLITE_OK)
        throw failureOf(database);
    sqlite3_busy_timeout(database, othersWriting);
}

SqliteConnection::~SqliteConnection() = default;

/// The log is one file for all connections, and what syncs it through this one's handle meets nobody: another thread may write on meanwhile.
void SqliteConnection::syncLog()
{
    sqlite3_file *log = nullptr;
    const int asked = sqlite3_file_control(m_database.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (asked != SQLITE_OK || !log || !log->pMethods)
        throw SqlFailure{QStringLiteral("the log cannot be reached"), QString::number(asked)};
    if (const int synced = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY); synced != SQLITE_OK)
        throw SqlFailure{QStringLiteral("the log could not be written to the disk"), QString::number(synced)};
}

bool SqliteConnection::inTransaction() const
{
    return sqlite3_get_autocommit(m_database.get()) == 0;
}

SqlCursor &SqliteConnection::execute(const char *sql, std::span<const SqlValue> values)
{
    std::unique_ptr<Cursor> &cursor = m_prepared[sql];
    if (!cursor)
        cursor = std::make_unique<Cursor>(m_database.get(), sql);
    cursor->execute(values);
    return *cursor;
}

void SqliteConnection::command(const QString &sql)
{
    if (sqlite3_exec(m_database.get(), sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw failureOf(m_database.get());
}

} // namespace keyturn::backend
