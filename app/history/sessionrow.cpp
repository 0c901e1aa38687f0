// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/sessionrow.h"

#include <chrono>

namespace keyturn::history {

namespace {

/// More than is ever shown of it.
constexpr qsizetype maxText = 200;
/// A session that was ended from here and is listed for longer than this was not ended by that.
constexpr qint64 endingServes = std::chrono::milliseconds(std::chrono::hours(24)).count();

/// Never null, which NOT NULL would refuse.
QString kept(const QString &text)
{
    return text.isEmpty() ? QStringLiteral("") : text.left(maxText);
}

QVariant kept(const QDateTime &time)
{
    return time.isValid() ? QVariant(qlonglong(time.toMSecsSinceEpoch())) : QVariant();
}

QVariant kept(const std::optional<qint64> &time)
{
    return time ? QVariant(qlonglong(*time)) : QVariant();
}

QDateTime timeIn(const Rows &rows, int column)
{
    return rows.isNull(column) ? QDateTime() : QDateTime::fromMSecsSinceEpoch(rows.number(column), Qt::UTC);
}

std::optional<qint64> numberIn(const Rows &rows, int column)
{
    return rows.isNull(column) ? std::nullopt : std::optional(rows.number(column));
}

/// FNV-1a, 64 bits: quick, and always the same. Who makes two sessions of the same print has a change of his own session not noted.
class Print
{
public:
    void add(QStringView text)
    {
        for (const QChar character : text)
            mix(character.unicode());
        mix(0xffff); // the end: no character
    }
    void add(const QDateTime &time)
    {
        auto number = static_cast<quint64>(time.isValid() ? time.toMSecsSinceEpoch() : -1);
        for (int i = 0; i < 4; ++i, number >>= 16)
            mix(number & 0xffff);
    }
    void add(bool value) { mix(value ? 1 : 0); }
    [[nodiscard]] qint64 value() const { return static_cast<qint64>(m_value); }

private:
    void mix(quint64 unit) { m_value = (m_value ^ unit) * 0x100000001b3ULL; }
    quint64 m_value = 0xcbf29ce484222325ULL;
};

/// In the order of the columns from `current` on.
QVariantList valuesOf(const model::Session &session)
{
    return {session.current,     kept(session.endedAt),    kept(session.cause),      kept(session.device),
            kept(session.app),   kept(session.appVersion), kept(session.system),     kept(session.ip),
            kept(session.place), kept(session.createdAt),  kept(session.lastUsedAt), kept(session.expiresAt)};
}

/// As knownIn() reads it.
constexpr auto selectKnown = "SELECT digest, first_seen_at, visit, label, ended_at, cause, device, app, app_version, system, ip, place, created_at,"
                             " last_used_at, expires_at, last_seen_at, current FROM sessions WHERE account = ?";

KnownSession knownIn(const Rows &rows, qint64 visits)
{
    KnownSession known;
    known.key = rows.bytes(0);
    known.firstSeenAt = timeIn(rows, 1);
    known.label = rows.text(3);
    known.session.endedAt = timeIn(rows, 4);
    known.session.cause = rows.text(5);
    known.session.device = rows.text(6);
    known.session.app = rows.text(7);
    known.session.appVersion = rows.text(8);
    known.session.system = rows.text(9);
    known.session.ip = rows.text(10);
    known.session.place = rows.text(11);
    known.session.createdAt = timeIn(rows, 12);
    known.session.lastUsedAt = timeIn(rows, 13);
    known.session.expiresAt = timeIn(rows, 14);
    if (known.session.cause == QLatin1String(endcause::endedElsewhere)) // the other ends are told, or were ours: their time is known
        known.lastSeenAt = timeIn(rows, 15);
    known.session.current = !known.session.endedAt.isValid() && rows.number(16) != 0;
    known.isNew = rows.number(2) == visits && !known.session.current;
    return known;
}

} // namespace

qint64 printOf(const model::Session &session)
{
    Print print;
    for (const QString *text : {&session.device, &session.app, &session.appVersion, &session.system, &session.ip, &session.place, &session.cause})
        print.add(QStringView(*text).left(maxText));
    for (const QDateTime *time : {&session.createdAt, &session.lastUsedAt, &session.expiresAt, &session.endedAt})
        print.add(*time);
    print.add(session.current);
    return print.value();
}

QHash<QByteArray, SessionRow> readRows(Database &database, qint64 key)
{
    QHash<QByteArray, SessionRow> found;
    Rows rows = database.run("SELECT digest, id, print, first_seen_at, visit, label, ending_at, ended_at FROM sessions WHERE account = ?", {key});
    while (rows.next()) {
        found.insert(rows.bytes(0),
                     {rows.number(1), rows.number(2), rows.number(3), rows.number(4), rows.text(5), numberIn(rows, 6), numberIn(rows, 7), false});
    }
    return found;
}

QList<KnownSession> readEnded(Database &database, qint64 key, qint64 since, qint64 visits)
{
    QList<KnownSession> found;
    static const QByteArray sql = QByteArray(selectKnown) + " AND ended_at > ? ORDER BY ended_at DESC, id DESC";
    Rows rows = database.run(sql.constData(), {key, since});
    while (rows.next())
        found.append(knownIn(rows, visits));
    return found;
}

QList<KnownSession> readLiving(Database &database, qint64 key, qint64 visits)
{
    QList<KnownSession> found;
    static const QByteArray sql = QByteArray(selectKnown) + " AND ended_at IS NULL ORDER BY id";
    Rows rows = database.run(sql.constData(), {key});
    while (rows.next())
        found.append(knownIn(rows, visits));
    return found;
}

void insertRow(Database &database, qint64 account, const QByteArray &digest, const model::Session &session, const SessionRow &row)
{
    database.change(
        "INSERT INTO sessions (account, digest, print, first_seen_at, visit, current, ended_at, cause, device, app, app_version, system, ip,"
        " place, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        QVariantList{account, digest, row.print, row.firstSeenAt, row.visit} + valuesOf(session));
}

void updateRow(Database &database, const model::Session &session, const SessionRow &row)
{
    const bool cameBack = row.endedAt && !session.endedAt.isValid(); // whoever ended it did not
    database.change("UPDATE sessions SET print = ?, ending_at = ?, current = ?, ended_at = ?, cause = ?, last_seen_at = NULL, device = ?, app = ?, "
                    "app_version = ?,"
                    " system = ?, ip = ?, place = ?, created_at = ?, last_used_at = ?, expires_at = ? WHERE id = ?",
                    QVariantList{row.print, cameBack ? QVariant() : kept(row.endingAt)} + valuesOf(session) + QVariantList{row.id});
}

void endRow(Database &database, const SessionRow &row, std::optional<qint64> lastSeenAt, qint64 now)
{
    std::optional<qint64> expiresAt;
    {
        Rows rows = database.run("SELECT expires_at FROM sessions WHERE id = ?", {row.id});
        if (rows.next())
            expiresAt = numberIn(rows, 0);
    }
    const bool hasExpired = expiresAt && *expiresAt <= now;
    const bool here = row.endingAt && std::abs(now - *row.endingAt) <= endingServes && (!hasExpired || *row.endingAt < *expiresAt);
    const qint64 endedAt = here ? *row.endingAt : hasExpired ? *expiresAt : now;
    const char *const cause = here ? endcause::signedOutHere : hasExpired ? endcause::expired : endcause::endedElsewhere;
    database.change("UPDATE sessions SET ended_at = ?, cause = ?, last_seen_at = ? WHERE id = ?",
                    {qlonglong(endedAt), QString::fromLatin1(cause), kept(lastSeenAt), row.id});
}

} // namespace keyturn::history
