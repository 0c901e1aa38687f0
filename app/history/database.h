// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "history/schema.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <unordered_map>

namespace keyturn::history {

/// What went wrong in the file; thrown within the room and nowhere else.
struct DatabaseFault {
    core::Error error; ///< Storage.
    bool broken = false; ///< The file is no database, or a damaged one.
};

/// One execution of a statement; its lock goes with it.
class Rows
{
public:
    Rows(QSqlQuery &query, const Schema &schema) : m_query(query), m_schema(schema) { }
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;
    ~Rows() { m_query.finish(); }

    /// Throws DatabaseFault.
    [[nodiscard]] bool next();
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] qint64 number(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.isNull(column); }

private:
    QSqlQuery &m_query;
    const Schema &m_schema;
};

/// The file as one thread has it open: WAL, so that several processes read while one writes, and each waits its turn to write. Not synced at every
/// change: a power cut may take the last ones, and breaks nothing.
class Database
{
public:
    /// Opens or makes the file, 0600 in a folder of 0700, and brings its @p schema, which must outlive it, up to date. Throws DatabaseFault:
    /// `<schema>_newer` (made by a newer version, nothing was changed), `file_not_ours`, `<schema>_failed`, and the codes of
    /// core::ensurePrivateDirectory().
    Database(const QString &path, const Schema &schema);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Whether the file that is open is still the one at @p path.
    [[nodiscard]] bool isAt(const QString &path) const;
    /// @p sql must outlive this object: its address is the key of the prepared statement. Throws DatabaseFault.
    [[nodiscard]] Rows run(const char *sql, const QVariantList &values = {});
    /// The same where nothing is read; how many rows were changed.
    int change(const char *sql, const QVariantList &values = {});
    [[nodiscard]] qint64 lastId() const { return m_lastId; }

    /// One transaction that writes; rolled back where @p work throws.
    template <class F> void write(F work)
    {
        change("BEGIN IMMEDIATE");
        try {
            work();
            change("COMMIT");
        } catch (...) {
            rollBack();
            throw;
        }
    }
    /// One state of the file for several questions.
    template <class F> auto read(F work)
    {
        change("BEGIN");
        try {
            auto answer = work();
            change("COMMIT");
            return answer;
        } catch (...) {
            rollBack();
            throw;
        }
    }

private:
    void open(const QString &path);
    void close();
    void migrate();
    [[nodiscard]] qint64 version();
    void rollBack() noexcept;
    QSqlQuery &execute(const char *sql, const QVariantList &values);

    const Schema &m_schema;
    QString m_name;
    QByteArray m_identity; ///< Of the file that was opened.
    QSqlDatabase m_database;
    std::unordered_map<const char *, std::unique_ptr<QSqlQuery>> m_prepared;
    qint64 m_lastId = 0;
};

} // namespace keyturn::history
