// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/sessionkeeping.h"

#include "history/sessionbook.h"
#include "history/sessionrow.h"

#include <algorithm>
#include <vector>

namespace keyturn::history {

namespace {

/// Of each account; what goes beyond is listed, and not remembered.
constexpr qsizetype maxListed = 100'000;
constexpr std::size_t maxEnded = 10'000;
constexpr int removeBatch = 5000;

constexpr qint64 hour = std::chrono::milliseconds(std::chrono::hours(1)).count();
constexpr qint64 day = 24 * hour;
constexpr qint64 endedFor = std::chrono::milliseconds(endedKeptFor).count();
/// How exactly it is known when a session was listed last: a listing that changes nothing is not worth a write.
constexpr qint64 listedEvery = hour / 4;

struct AccountRow {
    qint64 key = 0;
    bool isFirst = false; ///< Nothing of it was listed before.
    std::optional<qint64> lastListedAt;
    qint64 visits = 0;
    QDateTime visitedAt;
};

QVariant text(const model::AccountId &account)
{
    return account.toString();
}

std::optional<AccountRow> findAccount(Database &database, const model::AccountId &account)
{
    Rows rows = database.run("SELECT key, first_listed_at, last_listed_at, visits, visited_at FROM accounts WHERE account = ?", {text(account)});
    if (!rows.next())
        return std::nullopt;
    return AccountRow{rows.number(0), rows.isNull(1), rows.isNull(2) ? std::nullopt : std::optional(rows.number(2)), rows.number(3),
                      rows.isNull(4) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(rows.number(4), Qt::UTC)};
}

AccountRow accountOf(Database &database, const model::AccountId &account)
{
    if (const std::optional<AccountRow> found = findAccount(database, account))
        return *found;
    database.change("INSERT INTO accounts (account) VALUES (?)", {text(account)});
    return {database.lastId(), true, std::nullopt, 0, {}};
}

void noteDay(Database &database, qint64 now)
{
    const qint64 today = now / day;
    {
        Rows rows = database.run("SELECT 1 FROM days WHERE day = ?", {today});
        if (rows.next())
            return;
    }
    database.change("INSERT INTO days (day, at) VALUES (?, ?)", {today, now});
}

/// A clock that has only just jumped ahead may jump back: what is old is old when a day has gone by with it. So does one that ended in the future of
/// a clock that is right again.
void prune(Database &database, qint64 now)
{
    const qint64 before = now - endedFor;
    {
        Rows rows = database.run("SELECT 1 FROM days WHERE at >= ? AND at <= ? LIMIT 1", {before, now - day});
        if (!rows.next())
            return;
    }
    database.change("DELETE FROM sessions WHERE ended_at < ?", {before});
    database.change("UPDATE sessions SET ended_at = ? WHERE ended_at > ?", {now, now + hour});
    database.change("DELETE FROM days WHERE at < ?", {before});
}

/// One listing, held against what is remembered.
class Comparison
{
public:
    Comparison(Database &database, const Listing &listing, const AccountRow &account)
        : m_database(database), m_listing(listing), m_account(account), m_rows(readRows(database, account.key))
    { }

    [[nodiscard]] Kept run()
    {
        KnownSessions &known = m_kept.known;
        known.lastVisitAt = m_account.visitedAt;
        known.sessions.reserve(m_listing.sessions.size());
        for (const model::Session &session : m_listing.sessions) {
            known.sessions.append({session, sessionKey(m_listing.account, session.id), {}, {}, false});
            const auto row = m_rows.find(known.sessions.last().key);
            if (row != m_rows.end() && !std::exchange(row->isListed, true))
                ++m_listed;
        }
        for (KnownSession &one : known.sessions)
            take(one);
        endMissing();
        for (const KnownSession &one : readEnded(m_database, m_account.key, m_listing.now - endedFor, m_account.visits)) {
            if (!m_rows.value(one.key).isListed)
                known.sessions.append(one);
        }
        sortKnown(known.sessions);
        noteListing();
        return std::move(m_kept);
    }

private:
    void take(KnownSession &known)
    {
        const auto row = m_rows.find(known.key);
        if (row == m_rows.end())
            return add(known);
        model::Session &session = known.session;
        const qint64 print = printOf(session);
        if (session.endedAt.isValid() && session.cause.isEmpty() && row->endingAt)
            session.cause = QString::fromLatin1(endcause::signedOutHere);
        const bool hasTurned = row->endedAt.has_value() != session.endedAt.isValid();
        if (print != row->print || hasTurned) {
            row->print = print;
            updateRow(m_database, session, *row);
            m_wrote = true;
            m_kept.cameOrWent = m_kept.cameOrWent || hasTurned;
        }
        tell(known, *row);
    }

    void add(KnownSession &known)
    {
        const model::Session &session = known.session;
        const bool isLongOver = session.endedAt.isValid() && session.endedAt.toMSecsSinceEpoch() < m_listing.now - endedFor;
        if (m_listed >= maxListed || isLongOver)
            return;
        SessionRow row;
        row.print = printOf(session);
        row.firstSeenAt = m_listing.now;
        row.visit = m_account.isFirst || session.current ? -1 : m_account.visits;
        row.isListed = true;
        if (session.endedAt.isValid())
            row.endedAt = session.endedAt.toMSecsSinceEpoch();
        insertRow(m_database, m_account.key, known.key, session, row);
        row.id = m_database.lastId();
        m_rows.insert(known.key, row);
        ++m_listed;
        m_wrote = m_kept.cameOrWent = true;
        tell(known, row);
    }

    void tell(KnownSession &known, const SessionRow &row) const
    {
        known.label = row.label;
        known.firstSeenAt = QDateTime::fromMSecsSinceEpoch(row.firstSeenAt, Qt::UTC);
        known.isNew = row.visit == m_account.visits && !known.session.current;
    }

    /// What is remembered and not listed has ended, or had before; of these the newest are kept.
    void endMissing()
    {
        struct Ended {
            qint64 at = 0;
            const SessionRow *row = nullptr;
        };
        std::vector<Ended> ended;
        for (const SessionRow &row : std::as_const(m_rows)) {
            if (!row.isListed)
                ended.push_back({row.endedAt.value_or(m_listing.now), &row});
        }
        if (ended.size() > maxEnded) {
            const auto oldest = ended.begin() + static_cast<std::ptrdiff_t>(maxEnded);
            std::nth_element(ended.begin(), oldest, ended.end(), [](const Ended &a, const Ended &b) { return a.at > b.at; });
            for (auto one = oldest; one != ended.end(); ++one)
                m_database.change("DELETE FROM sessions WHERE id = ?", {one->row->id});
            ended.erase(oldest, ended.end());
            m_wrote = m_kept.cameOrWent = true;
        }
        for (const Ended &one : ended) {
            if (one.row->endedAt)
                continue;
            endRow(m_database, *one.row, m_account.lastListedAt, m_listing.now);
            m_wrote = m_kept.cameOrWent = true;
        }
    }

    void noteListing()
    {
        const qint64 now = m_listing.now;
        if (m_wrote || m_account.isFirst || !m_account.lastListedAt || std::abs(now - *m_account.lastListedAt) >= listedEvery)
            m_database.change("UPDATE accounts SET first_listed_at = coalesce(first_listed_at, ?), last_listed_at = ? WHERE key = ?",
                              {now, now, m_account.key});
    }

    Database &m_database;
    const Listing &m_listing;
    const AccountRow &m_account;
    QHash<QByteArray, SessionRow> m_rows;
    qsizetype m_listed = 0; ///< How many of those that are listed are remembered.
    bool m_wrote = false;
    Kept m_kept;
};

} // namespace

Kept keep(Database &database, const Listing &listing, bool prunes)
{
    Kept kept;
    database.write([&] {
        noteDay(database, listing.now);
        if (prunes)
            prune(database, listing.now);
        const AccountRow account = accountOf(database, listing.account);
        kept = Comparison(database, listing, account).run();
    });
    return kept;
}

KnownSessions remembered(Database &database, const model::AccountId &account, qint64 now)
{
    KnownSessions known;
    const std::optional<AccountRow> row = findAccount(database, account);
    if (!row || !row->lastListedAt)
        return known;
    known.lastVisitAt = row->visitedAt;
    known.listedAt = QDateTime::fromMSecsSinceEpoch(*row->lastListedAt, Qt::UTC);
    known.sessions = readLiving(database, row->key, row->visits) + readEnded(database, row->key, now - endedFor, row->visits);
    sortKnown(known.sessions);
    return known;
}

bool keepLabel(Database &database, const model::AccountId &account, const QByteArray &key, const QString &label)
{
    return database.change("UPDATE sessions SET label = ? WHERE account = (SELECT key FROM accounts WHERE account = ?) AND digest = ?",
                           {label.isEmpty() ? QStringLiteral("") : label, text(account), key})
        > 0;
}

void keepVisit(Database &database, const model::AccountId &account, qint64 now)
{
    database.change("UPDATE accounts SET visits = visits + 1, visited_at = ? WHERE account = ?", {now, text(account)});
}

QList<QByteArray> takeNews(Database &database, const model::AccountId &account, const QList<QByteArray> &keys)
{
    QList<QByteArray> taken;
    database.write([&] {
        for (const QByteArray &key : keys) {
            const int changed = database.change(
                "UPDATE sessions SET told = 1 WHERE account = (SELECT key FROM accounts WHERE account = ?) AND digest = ? AND told = 0",
                {text(account), key});
            if (changed > 0)
                taken += key;
        }
    });
    return taken;
}

void noteEnding(Database &database, const model::AccountId &account, const QList<QByteArray> &keys, qint64 now)
{
    database.write([&] {
        for (const QByteArray &key : keys)
            database.change("UPDATE sessions SET ending_at = ? WHERE account = (SELECT key FROM accounts WHERE account = ?) AND digest = ?"
                            " AND ended_at IS NULL",
                            {now, text(account), key});
    });
}

void noteEnding(Database &database, const model::AccountId &account, bool current, qint64 now)
{
    database.change("UPDATE sessions SET ending_at = ? WHERE account = (SELECT key FROM accounts WHERE account = ?) AND current = ?"
                    " AND ended_at IS NULL",
                    {now, text(account), current});
}

bool removeAccount(Database &database, const model::AccountId &account)
{
    int removed = removeBatch;
    while (removed == removeBatch) { // others may write in between
        database.write([&] {
            removed = database.change("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE account ="
                                      " (SELECT key FROM accounts WHERE account = ?) LIMIT ?)",
                                      {text(account), removeBatch});
        });
    }
    database.change("DELETE FROM accounts WHERE account = ?", {text(account)});
    bool more = false;
    {
        Rows rows = database.run("SELECT 1 FROM accounts LIMIT 1");
        more = rows.next();
    }
    database.change("PRAGMA wal_checkpoint(TRUNCATE)"); // the write-ahead log has it still
    return more;
}

QList<model::AccountId> rememberedAccounts(Database &database)
{
    QList<model::AccountId> accounts;
    Rows rows = database.run("SELECT account FROM accounts ORDER BY key");
    while (rows.next())
        accounts += model::AccountId(rows.text(0));
    return accounts;
}

} // namespace keyturn::history
