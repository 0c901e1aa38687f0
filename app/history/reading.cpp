// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/reading.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace keyturn::history {

namespace {

/// More questions than this for one page, and a bounded look at everything is quicker.
constexpr qsizetype maxStreams = 200;
/// How many events one page looks at that no index finds.
constexpr int scanLimit = 20'000;

struct Row {
    PageKey key;
    qint64 happening = 0;
};

bool isNewer(const PageKey &a, const PageKey &b)
{
    return a.at != b.at ? a.at > b.at : a.id > b.id;
}

/// The kinds, causes and details that are asked for; nullopt: any.
std::optional<QList<qint64>> wantedHappenings(Database &database, const Filter &filter)
{
    if (filter.kinds.isEmpty() && filter.text.isEmpty())
        return std::nullopt;
    QList<qint64> keys;
    Rows rows = database.run("SELECT key, kind, cause, detail FROM happenings");
    while (rows.next()) {
        Event like;
        const std::optional<EventKind> kind = kindOf(rows.text(1));
        if (!kind || (!filter.kinds.isEmpty() && !filter.kinds.contains(*kind)))
            continue;
        like.kind = *kind;
        like.cause = rows.text(2);
        like.detail = rows.text(3);
        QStringList texts{like.cause, like.detail};
        if (filter.sentence && !filter.text.isEmpty())
            texts += filter.sentence(like);
        const auto found = [&filter](const QString &text) { return text.contains(filter.text, Qt::CaseInsensitive); };
        if (filter.text.isEmpty() || std::any_of(texts.begin(), texts.end(), found))
            keys += rows.number(0);
    }
    return keys;
}

/// The accounts that are asked for, under each of the names that they had; nullopt: any.
std::optional<QList<qint64>> wantedSubjects(Database &database, const Filter &filter)
{
    if (filter.accounts.isEmpty())
        return std::nullopt;
    QList<qint64> keys;
    for (const model::AccountId &account : filter.accounts) {
        Rows rows = database.run("SELECT key FROM subjects WHERE account = ?", {account.toString()});
        while (rows.next())
            keys += rows.number(0);
    }
    if (filter.thisComputer) {
        Rows rows = database.run("SELECT key FROM subjects WHERE account = '' AND backend = ''");
        while (rows.next())
            keys += rows.number(0);
    }
    return keys;
}

/// What the questions of one page have in common.
struct Window {
    PageKey after;
    qint64 from;
};

Window windowOf(const Filter &filter, const std::optional<PageKey> &after)
{
    constexpr qint64 ever = std::numeric_limits<qint64>::max();
    Window window{after.value_or(PageKey{ever, ever}), filter.from.isValid() ? filter.from.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min()};
    // Exclusive: of the very millisecond no event is wanted, and none has an id below nothing.
    if (const PageKey end{filter.until.toMSecsSinceEpoch(), 0}; filter.until.isValid() && isNewer(window.after, end))
        window.after = end;
    return window;
}

/// The newest rows of several questions, down to where each of them has been looked at.
class Gathering
{
public:
    Gathering(Database &database, const Window &window, int limit) : m_database(database), m_window(window), m_limit(limit) { }

    /// @p wanted: null for all that is found.
    void ask(const std::optional<qint64> &subject, const std::optional<qint64> &happening, int lookAt, const QSet<qint64> *wanted)
    {
        QVariantList values;
        if (subject)
            values += *subject;
        if (happening)
            values += *happening;
        values += {m_window.after.at, m_window.from, m_window.after.at, m_window.after.id, lookAt};
        Rows rows = m_database.run(pageStatement(subject.has_value(), happening.has_value()), values);
        PageKey last;
        int seen = 0;
        int taken = 0;
        while (taken < m_limit && rows.next()) {
            last = {rows.number(1), rows.number(0)};
            ++seen;
            if (wanted && !wanted->contains(rows.number(2)))
                continue;
            ++taken;
            m_rows.append({last, rows.number(2)});
        }
        const bool mayHaveMore = taken == m_limit || seen == lookAt;
        if (mayHaveMore && (!m_boundary || isNewer(last, *m_boundary)))
            m_boundary = last;
    }

    /// Newest first, and where to go on.
    std::pair<QList<Row>, std::optional<PageKey>> take()
    {
        std::sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) { return isNewer(a.key, b.key); });
        if (m_boundary) {
            const auto beyond = std::find_if(m_rows.begin(), m_rows.end(), [this](const Row &row) { return isNewer(*m_boundary, row.key); });
            m_rows.erase(beyond, m_rows.end());
        }
        std::optional<PageKey> next = m_boundary;
        if (m_rows.size() > m_limit) {
            m_rows.resize(m_limit);
            next = m_rows.last().key;
        }
        return {m_rows, next};
    }

private:
    Database &m_database;
    Window m_window;
    int m_limit;
    QList<Row> m_rows;
    std::optional<PageKey> m_boundary;
};

Event load(Database &database, qint64 id)
{
    Rows rows = database.run(
        "SELECT s.account, s.name, s.backend, h.kind, h.cause, h.detail, e.at, e.last_at, e.times, e.span, e.program, e.run,"
        " e.exchanges, e.requests FROM events e JOIN subjects s ON s.key = e.subject JOIN happenings h ON h.key = e.happening WHERE e.id = ?",
        {id});
    Event event;
    if (!rows.next())
        return event;
    event.id = id;
    event.subject = {model::AccountId(rows.text(0)), rows.text(1), rows.text(2)};
    event.kind = kindOf(rows.text(3)).value_or(event.kind);
    event.cause = rows.text(4);
    event.detail = rows.text(5);
    event.at = QDateTime::fromMSecsSinceEpoch(rows.number(6)).toUTC();
    event.lastAt = QDateTime::fromMSecsSinceEpoch(rows.number(7)).toUTC();
    event.times = int(rows.number(8));
    if (!rows.isNull(9))
        event.span = std::chrono::seconds(rows.number(9));
    event.program = rows.number(10) == int(Program::Window) ? Program::Window : Program::CommandLine;
    event.trace.run = rows.text(11);
    for (const QString &number : rows.text(12).split(u' ', Qt::SkipEmptyParts))
        event.trace.exchanges += number.toULongLong();
    event.trace.requests = rows.text(13).split(u'\n', Qt::SkipEmptyParts);
    return event;
}

/// None to choose by is one question about everything.
QList<std::optional<qint64>> choices(const std::optional<QList<qint64>> &keys)
{
    if (!keys)
        return {std::nullopt};
    return {keys->begin(), keys->end()};
}

} // namespace

const char *pageStatement(bool bySubject, bool byHappening)
{
    if (bySubject && byHappening)
        return "SELECT id, at, happening FROM events INDEXED BY events_by_both WHERE subject = ? AND happening = ?"
               " AND at <= ? AND at >= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC LIMIT ?";
    if (bySubject)
        return "SELECT id, at, happening FROM events INDEXED BY events_by_subject WHERE subject = ?"
               " AND at <= ? AND at >= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC LIMIT ?";
    if (byHappening)
        return "SELECT id, at, happening FROM events INDEXED BY events_by_happening WHERE happening = ?"
               " AND at <= ? AND at >= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC LIMIT ?";
    return "SELECT id, at, happening FROM events INDEXED BY events_by_time"
           " WHERE at <= ? AND at >= ? AND (at < ? OR id < ?) ORDER BY at DESC, id DESC LIMIT ?";
}

Page readPage(Database &database, const Filter &filter, const std::optional<PageKey> &after, int limit)
{
    return database.read([&] {
        const std::optional<QList<qint64>> subjects = wantedSubjects(database, filter);
        const std::optional<QList<qint64>> happenings = wantedHappenings(database, filter);
        Gathering gathering(database, windowOf(filter, after), limit);
        const QList<std::optional<qint64>> bySubject = choices(subjects);
        const QList<std::optional<qint64>> byHappening = choices(happenings);
        if (bySubject.size() * byHappening.size() <= maxStreams) {
            for (const std::optional<qint64> &subject : bySubject) {
                for (const std::optional<qint64> &happening : byHappening)
                    gathering.ask(subject, happening, limit, nullptr);
            }
        } else {
            const QSet<qint64> wanted = happenings ? QSet<qint64>(happenings->begin(), happenings->end()) : QSet<qint64>();
            const int lookAt = happenings ? std::max(limit, scanLimit / int(bySubject.size())) : limit;
            for (const std::optional<qint64> &subject : bySubject)
                gathering.ask(subject, std::nullopt, lookAt, happenings ? &wanted : nullptr);
        }
        const auto [rows, next] = gathering.take();
        Page page{{}, next};
        for (const Row &row : rows)
            page.events += load(database, row.key.id);
        return page;
    });
}

QList<Subject> readSubjects(Database &database)
{
    return database.read([&] {
        QList<Subject> subjects;
        // The newest event of each name is one step in an index; few accounts ever had two.
        Rows rows = database.run("SELECT account, name, backend, (SELECT max(at) FROM events WHERE events.subject = subjects.key) AS newest"
                                 " FROM subjects WHERE account <> '' ORDER BY newest DESC");
        while (rows.next()) {
            const model::AccountId account(rows.text(0));
            const auto same = [&account](const Subject &subject) { return subject.account == account; };
            if (std::none_of(subjects.begin(), subjects.end(), same))
                subjects += {account, rows.text(1), rows.text(2)};
        }
        return subjects;
    });
}

} // namespace keyturn::history
