// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/recording.h"

#include <algorithm>

namespace keyturn::history {

namespace {

constexpr int pruneBatch = 500;
constexpr int clearBatch = 5000;
/// How far back of the same account a repeat is looked for: failures alternate between two or three codes.
constexpr int foldDepth = 8;
/// A clock that has only just jumped ahead may jump back: what is old is old when a day has gone by with it.
constexpr qint64 settledAfter = 24 * 3600; // seconds
/// One row a day of whatever goes on.
constexpr qint64 foldSpan = 24 * 3600 * qint64(1000);

/// Never null, which NOT NULL would refuse.
QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value);
}

qint64 keyOf(Database &database, const char *insert, const char *select, const QVariantList &values)
{
    {
        Rows rows = database.run(select, values);
        if (rows.next())
            return rows.number(0);
    }
    database.change(insert, values);
    return database.lastId();
}

qint64 subjectKey(Database &database, const Subject &subject)
{
    return keyOf(database, "INSERT INTO subjects (account, name, backend) VALUES (?, ?, ?)",
                 "SELECT key FROM subjects WHERE account = ? AND name = ? AND backend = ?",
                 {text(subject.account.toString()), text(subject.name), text(subject.backend)});
}

qint64 happeningKey(Database &database, const Event &event)
{
    return keyOf(database, "INSERT INTO happenings (kind, cause, detail) VALUES (?, ?, ?)",
                 "SELECT key FROM happenings WHERE kind = ? AND cause = ? AND detail = ?",
                 {wordOf(event.kind), text(event.cause), text(event.detail)});
}

struct Fold {
    bool known = false; ///< Nothing is to be recorded anew.
    std::optional<qint64> countAt; ///< It is counted in this row.
};

/// Whether @p event goes with one that is recorded, and nothing has happened to its account since but more of that kind.
Fold foldOf(Database &database, const Event &event, qint64 subject, qint64 happening)
{
    const Repeat repeat = repeatOf(event.kind);
    if (repeat == Repeat::Tell)
        return {};
    Rows rows = database.run("SELECT e.id, e.at, e.happening, h.kind, h.cause FROM events e JOIN happenings h ON h.key = e.happening"
                             " WHERE e.subject = ? ORDER BY e.at DESC, e.id DESC LIMIT ?",
                             {subject, foldDepth});
    while (rows.next()) {
        const std::optional<EventKind> kind = kindOf(rows.text(3));
        if (!kind || repeatOf(*kind) == Repeat::Tell)
            break;
        if (repeat == Repeat::Once && *kind == event.kind && rows.text(4) == event.cause)
            return {true, std::nullopt};
        const bool recent = std::abs(event.at.toMSecsSinceEpoch() - rows.number(1)) < foldSpan;
        if (repeat == Repeat::Count && rows.number(2) == happening && recent)
            return {true, rows.number(0)};
    }
    return {};
}

void recordOne(Database &database, const Event &event)
{
    const qint64 subject = subjectKey(database, event.subject);
    const qint64 happening = happeningKey(database, event);
    const qint64 at = event.at.toMSecsSinceEpoch();
    const QVariant span = event.span ? QVariant(qlonglong(event.span->count())) : QVariant();
    const Fold fold = foldOf(database, event, subject, happening);
    if (fold.countAt)
        database.change("UPDATE events SET times = times + 1, last_at = max(last_at, ?), span = ? WHERE id = ?", {at, span, *fold.countAt});
    if (fold.known)
        return;
    QStringList exchanges;
    for (const quint64 number : event.trace.exchanges)
        exchanges += QString::number(number);
    database.change("INSERT INTO events (subject, happening, at, last_at, times, span, program, run, exchanges, requests)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    {subject, happening, at, at, event.times, span, int(event.program), text(event.trace.run), text(exchanges.join(u' ')),
                     text(event.trace.requests.join(u'\n'))});
}

/// A detail or a name that nothing tells of any more may be personal.
void removeUnused(Database &database)
{
    database.change("DELETE FROM happenings WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.happening = happenings.key)");
    database.change("DELETE FROM subjects WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.subject = subjects.key)");
}

} // namespace

void record(Database &database, const QList<Event> &events)
{
    database.write([&] {
        for (const Event &event : events)
            recordOne(database, event);
    });
}

namespace {

/// Something happened after @p before and a good while ago.
bool isSettled(Database &database, const QDateTime &before, const QDateTime &settled)
{
    Rows rows = database.run("SELECT 1 FROM events WHERE at >= ? AND at <= ? LIMIT 1", {before.toMSecsSinceEpoch(), settled.toMSecsSinceEpoch()});
    return rows.next();
}

} // namespace

bool prune(Database &database, const QDateTime &before, const QDateTime &newest)
{
    bool more = false;
    database.write([&] {
        if (!isSettled(database, before, newest.addSecs(-settledAfter)))
            return;
        const int removed = database.change("DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at < ? ORDER BY at LIMIT ?)",
                                            {before.toMSecsSinceEpoch(), pruneBatch});
        more = removed == pruneBatch;
        if (removed > 0 && !more)
            removeUnused(database);
    });
    return more;
}

void clear(Database &database, const std::optional<model::AccountId> &account)
{
    const char *const statement = account ? "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE subject IN"
                                            " (SELECT key FROM subjects WHERE account = ?) LIMIT ?)"
                                          : "DELETE FROM events WHERE id IN (SELECT id FROM events LIMIT ?)";
    const QVariantList values = account ? QVariantList{text(account->toString()), clearBatch} : QVariantList{clearBatch};
    int removed = clearBatch;
    while (removed == clearBatch) // others may write in between
        database.write([&] { removed = database.change(statement, values); });
    database.write([&] { removeUnused(database); });
    database.change("PRAGMA wal_checkpoint(TRUNCATE)"); // the write-ahead log has it still
}

} // namespace keyturn::history
