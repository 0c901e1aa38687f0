// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/tracearchive.h"

#include "core/logging.h"
#include "trace/entryjson.h"

#include <QJsonDocument>

#include <algorithm>

namespace keyturn::trace {

namespace {

using history::Database;
using history::Rows;

/// Times are milliseconds since 1970; `entry` is entryjson's. A step is never changed once it was released: add another.
const std::vector<const char *> entries1 = {
    "CREATE TABLE entries (id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, number INTEGER NOT NULL, account TEXT NOT NULL,"
    " at INTEGER NOT NULL, bytes INTEGER NOT NULL, entry BLOB NOT NULL)",
    "CREATE INDEX entries_by_number ON entries(run, number)",
    "CREATE INDEX entries_by_time ON entries(at)",
    "PRAGMA user_version=1",
};

const history::Schema &entrySchema()
{
    static const history::Schema schema{"trace", {entries1}};
    return schema;
}

constexpr auto removeOld = "DELETE FROM entries WHERE at < ?";
constexpr auto removeMany = "DELETE FROM entries WHERE id <= (SELECT max(id) FROM entries) - ?"; // ids grow by one: no more than so many are left
constexpr auto countBytes = "SELECT sum(bytes) FROM entries";
constexpr auto removeOldest = "DELETE FROM entries WHERE id IN (SELECT id FROM entries ORDER BY id LIMIT 50)";

void prune(Database &database, const QDateTime &now)
{
    database.change(removeOld, {now.addSecs(-std::chrono::seconds(keptFor).count()).toMSecsSinceEpoch()});
    database.change(removeMany, {mostKeptEntries});
    const auto isTooMuch = [&database] {
        Rows rows = database.run(countBytes);
        return rows.next() && rows.number(0) > mostKeptBytes;
    };
    while (isTooMuch())
        database.change(removeOldest);
}

/// Of those that are @p whose.
QList<qint64> idsOf(Database &database, const Filter &whose)
{
    QList<qint64> ids;
    Rows rows = database.run("SELECT id, account, entry FROM entries WHERE account = ? OR account = ''", {whose.account});
    while (rows.next()) {
        std::optional<net::Exchange> exchange = fromJson(QJsonDocument::fromJson(rows.bytes(2)).object());
        if (exchange)
            exchange->account = rows.text(1);
        if (exchange && fits(*exchange, whose))
            ids += rows.number(0);
    }
    return ids;
}

} // namespace

TraceArchive::TraceArchive(const QString &path) : m_file(path, entrySchema(), [](const QString &) {}) { }

void TraceArchive::tell(const core::Result<void> &done)
{
    if (!done.ok() && !m_isTroubled)
        qCInfo(core::lcNet) << "the trace could not be kept:" << done.error().code << done.error().detail;
    m_isTroubled = !done.ok();
}

void TraceArchive::keep(const net::Exchange &exchange, const QString &run, const QDateTime &now)
{
    const QByteArray entry = QJsonDocument(toJson(exchange)).toJson(QJsonDocument::Compact);
    tell(m_file.work([&](Database &database) {
        database.write([&] {
            database.change(
                "INSERT INTO entries (run, number, account, at, bytes, entry) VALUES (?, ?, ?, ?, ?, ?)",
                {run, qint64(exchange.number), QLatin1String("") + exchange.account, exchange.startedAt.toMSecsSinceEpoch(), entry.size(), entry});
            prune(database, now);
        });
    }));
}

void TraceArchive::attribute(const QString &account, const QString &run, const QList<quint64> &numbers)
{
    if (!m_file.exists())
        return;
    tell(m_file.work([&](Database &database) {
        database.write([&] {
            for (const quint64 number : numbers)
                database.change("UPDATE entries SET account = ? WHERE run = ? AND number = ?", {account, run, qint64(number)});
        });
    }));
}

core::Result<QList<Kept>> TraceArchive::entries(const Filter &filter, qsizetype limit, qint64 after)
{
    if (!m_file.exists()) // who only looks makes no file
        return QList<Kept>();
    return m_file.work([&](Database &database) {
        QList<Kept> found;
        Rows rows = database.run("SELECT id, run, account, entry FROM entries WHERE id > ? AND at >= ? ORDER BY id DESC",
                                 {after, filter.from.isValid() ? filter.from.toMSecsSinceEpoch() : 0});
        while (found.size() < limit && rows.next()) {
            std::optional<net::Exchange> exchange = fromJson(QJsonDocument::fromJson(rows.bytes(3)).object());
            if (!exchange)
                continue;
            exchange->account = rows.text(2);
            if (fits(*exchange, filter))
                found.append({rows.number(0), rows.text(1), *exchange});
        }
        std::reverse(found.begin(), found.end());
        return found;
    });
}

core::Result<void> TraceArchive::clear(const Filter &whose)
{
    if (whose.account.isEmpty())
        m_file.removeSetAside();
    if (!m_file.exists())
        return {};
    return m_file.work([&whose](Database &database) {
        database.write([&] {
            if (whose.account.isEmpty()) {
                database.change("DELETE FROM entries");
                return;
            }
            for (const qint64 id : idsOf(database, whose))
                database.change("DELETE FROM entries WHERE id = ?", {id});
        });
        Rows rows = database.run("PRAGMA wal_checkpoint(TRUNCATE)"); // what was removed stood there too
        (void)rows.next();
    });
}

} // namespace keyturn::trace
