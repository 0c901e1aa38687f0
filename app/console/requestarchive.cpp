// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/requestarchive.h"

#include "console/draftjson.h"
#include "core/logging.h"

#include <QJsonDocument>

namespace keyturn::console {

namespace {

using history::Database;
using history::Rows;

/// Times are milliseconds since 1970; `request` is draftjson's, with how it ended beside it. A step is never changed once it was released: add
/// another.
const std::vector<const char *> requests1 = {
    "CREATE TABLE past (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, bytes INTEGER NOT NULL,"
    " request BLOB NOT NULL)",
    "CREATE TABLE saved (name TEXT PRIMARY KEY, at INTEGER NOT NULL, request BLOB NOT NULL)",
    "PRAGMA user_version=1",
};

const history::Schema &requestSchema()
{
    static const history::Schema schema{"requests", {requests1}};
    return schema;
}

constexpr auto removeMany = "DELETE FROM past WHERE id <= (SELECT max(id) FROM past) - ?"; // ids grow by one: no more than so many are left
constexpr auto countBytes = "SELECT sum(bytes) FROM past";
constexpr auto removeOldest = "DELETE FROM past WHERE id IN (SELECT id FROM past ORDER BY id LIMIT 20)";

void prune(Database &database)
{
    database.change(removeMany, {mostPastRequests});
    const auto isTooMuch = [&database] {
        Rows rows = database.run(countBytes);
        return rows.next() && rows.number(0) > mostPastBytes;
    };
    while (isTooMuch())
        database.change(removeOldest);
}

QByteArray written(const PastRequest &request)
{
    QJsonObject json = toJson(request.draft);
    json.insert(QStringLiteral("status"), request.status);
    json.insert(QStringLiteral("failure"), request.failure);
    json.insert(QStringLiteral("duration"), qint64(request.duration.count()));
    json.insert(QStringLiteral("bodyBytes"), request.bodyBytes);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QDateTime timeOf(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

PastRequest read(const Rows &rows)
{
    const QJsonObject json = QJsonDocument::fromJson(rows.bytes(3)).object();
    PastRequest request;
    request.key = rows.text(0);
    request.account = rows.text(1);
    request.at = timeOf(rows.number(2));
    request.draft = draftFromJson(json);
    request.status = json.value(QLatin1String("status")).toInt();
    request.failure = json.value(QLatin1String("failure")).toString();
    request.duration = std::chrono::milliseconds(json.value(QLatin1String("duration")).toInteger());
    request.bodyBytes = json.value(QLatin1String("bodyBytes")).toInteger();
    return request;
}

} // namespace

RequestArchive::RequestArchive(const QString &path) : m_file(path, requestSchema(), [](const QString &) {}) { }

void RequestArchive::keep(const PastRequest &request)
{
    const QByteArray bytes = written(request);
    const core::Result<void> done = m_file.work([&](Database &database) {
        database.write([&] {
            database.change("INSERT INTO past (key, account, at, bytes, request) VALUES (?, ?, ?, ?, ?)",
                            {request.key, QLatin1String("") + request.account, request.at.toMSecsSinceEpoch(), bytes.size(), bytes});
            prune(database);
        });
    });
    if (!done.ok() && !m_isTroubled)
        qCInfo(core::lcNet) << "the request could not be kept:" << done.error().code << done.error().detail;
    m_isTroubled = !done.ok();
}

core::Result<QList<PastRequest>> RequestArchive::past(const QString &account, int limit)
{
    if (!m_file.exists()) // who only looks makes no file
        return QList<PastRequest>();
    return m_file.work([&](Database &database) {
        QList<PastRequest> found;
        Rows rows = database.run("SELECT key, account, at, request FROM past WHERE ? = '' OR account = ? ORDER BY id DESC LIMIT ?",
                                 {QLatin1String("") + account, QLatin1String("") + account, limit});
        while (rows.next())
            found.append(read(rows));
        return found;
    });
}

core::Result<void> RequestArchive::forget(const QString &account)
{
    if (account.isEmpty())
        m_file.removeSetAside();
    if (!m_file.exists())
        return {};
    return m_file.work([&account](Database &database) {
        database.change("DELETE FROM past WHERE ? = '' OR account = ?", {QLatin1String("") + account, QLatin1String("") + account});
        Rows rows = database.run("PRAGMA wal_checkpoint(TRUNCATE)"); // what was removed stood there too
        (void)rows.next();
    });
}

core::Result<void> RequestArchive::save(const SavedRequest &request)
{
    const QByteArray bytes = QJsonDocument(toJson(request.draft)).toJson(QJsonDocument::Compact);
    return m_file.work([&](Database &database) {
        database.change(
            "INSERT INTO saved (name, at, request) VALUES (?, ?, ?) ON CONFLICT(name) DO UPDATE SET at = excluded.at, request = excluded.request",
            {request.name, request.at.toMSecsSinceEpoch(), bytes});
    });
}

core::Result<QList<SavedRequest>> RequestArchive::saved()
{
    if (!m_file.exists())
        return QList<SavedRequest>();
    return m_file.work([](Database &database) {
        QList<SavedRequest> found;
        Rows rows = database.run("SELECT name, at, request FROM saved ORDER BY name COLLATE NOCASE, name");
        while (rows.next())
            found.append({rows.text(0), timeOf(rows.number(1)), draftFromJson(QJsonDocument::fromJson(rows.bytes(2)).object())});
        return found;
    });
}

core::Result<void> RequestArchive::removeSaved(const QString &name)
{
    if (!m_file.exists())
        return {};
    return m_file.work([&name](Database &database) { database.change("DELETE FROM saved WHERE name = ?", {name}); });
}

} // namespace keyturn::console
