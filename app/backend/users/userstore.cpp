// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/users/userstore.h"

namespace keyturn::backend {

namespace {

#define KEYTURN_RECORD                                                                                                                               \
    "SELECT u.id, u.email, u.name, u.role, u.created_at, u.disabled_at, v.user_id IS NOT NULL FROM users u"                                          \
    " LEFT JOIN verified_emails v ON v.user_id = u.id"

UserRecord recordFrom(const SqlStatement &row)
{
    return {{row.text(0), row.text(1), row.text(2), row.text(3), row.instant(4)},
            row.isNull(5) ? std::nullopt : std::optional(row.instant(5)),
            row.flag(6)};
}

std::optional<UserRecord> recordIn(SqlStatement row)
{
    return row.next() ? std::optional(recordFrom(row)) : std::nullopt;
}

bool isActiveAdmin(const UserRecord &record)
{
    return record.user.role == QLatin1String("admin") && !record.disabledAt;
}

/// Whether nobody but @p userId may administer. Two administrators who remove each other at one moment must not both succeed: the update changes
/// nothing, but takes the rows' locks on a database that locks by row.
bool isOnlyAdmin(SqlConnection &sql, const QString &userId)
{
    sql.change("UPDATE users SET role = 'admin' WHERE role = 'admin'");
    SqlStatement row = sql.run("SELECT COUNT(*) FROM users WHERE role = 'admin' AND disabled_at IS NULL AND id <> ?", userId);
    return row.next() && row.text(0).toInt() == 0;
}

void setDisabled(SqlConnection &sql, const QString &userId, bool disabled, Instant now)
{
    if (!disabled) {
        sql.change("UPDATE users SET disabled_at = NULL WHERE id = ?", userId);
        return;
    }
    sql.change("UPDATE users SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL", now, userId);
    sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE user_id = ? AND ended_at IS NULL", now, endcause::disabled, userId);
}

} // namespace

core::Result<std::optional<UserRecord>> UserStore::find(const QString &userId)
{
    return m_database.read(
        [&](SqlConnection &sql) -> core::Result<std::optional<UserRecord>> { return recordIn(sql.run(KEYTURN_RECORD " WHERE u.id = ?", userId)); });
}

core::Result<std::optional<UserRecord>> UserStore::findByEmail(const QString &email)
{
    return m_database.read(
        [&](SqlConnection &sql) -> core::Result<std::optional<UserRecord>> { return recordIn(sql.run(KEYTURN_RECORD " WHERE u.email = ?", email)); });
}

core::Result<Paged<UserRecord>> UserStore::list(const Page &page)
{
    const PagePosition after = page.after.value_or(PagePosition{Instant(std::chrono::milliseconds(-1)), {}});
    return m_database.read([&](SqlConnection &sql) -> core::Result<Paged<UserRecord>> {
        QList<UserRecord> records;
        SqlStatement row = sql.run(KEYTURN_RECORD " WHERE u.created_at > ? OR (u.created_at = ? AND u.id > ?) ORDER BY u.created_at, u.id LIMIT ?",
                                   after.at, after.at, after.id, page.limit + 1);
        while (row.next())
            records.append(recordFrom(row));
        return Paged<UserRecord>::of(std::move(records), page.limit, [](const UserRecord &record) {
            return PagePosition{record.user.createdAt, record.user.id};
        });
    });
}

core::Result<UserChange> UserStore::edit(const QString &userId, const UserEdit &edit, Instant now)
{
    const auto changed = m_database.write([&](SqlConnection &sql) -> core::Result<UserChange> {
        const std::optional<UserRecord> record = recordIn(sql.run(KEYTURN_RECORD " WHERE u.id = ?", userId));
        if (!record)
            return UserChange::NoSuchUser;
        const bool steps = (edit.role && *edit.role != QLatin1String("admin")) || edit.disabled.value_or(false);
        if (steps && isActiveAdmin(*record) && isOnlyAdmin(sql, userId))
            return UserChange::LastAdmin;
        if (edit.name)
            sql.change("UPDATE users SET name = ? WHERE id = ?", *edit.name, userId);
        if (edit.role)
            sql.change("UPDATE users SET role = ? WHERE id = ?", *edit.role, userId);
        if (edit.disabled)
            setDisabled(sql, userId, *edit.disabled, now);
        return UserChange::Done;
    });
    if (edit.name || edit.role || edit.disabled)
        tellOf(userId);
    return changed;
}

core::Result<UserChange> UserStore::remove(const QString &userId)
{
    const auto removed = m_database.write([&](SqlConnection &sql) -> core::Result<UserChange> {
        const std::optional<UserRecord> record = recordIn(sql.run(KEYTURN_RECORD " WHERE u.id = ?", userId));
        if (!record)
            return UserChange::NoSuchUser;
        if (isActiveAdmin(*record) && isOnlyAdmin(sql, userId))
            return UserChange::LastAdmin;
        sql.change("DELETE FROM users WHERE id = ?", userId);
        return UserChange::Done;
    });
    tellOf(userId);
    return removed;
}

void UserStore::tellOf(const QString &userId) const
{
    if (m_changes)
        m_changes->userChanged(userId);
}

} // namespace keyturn::backend
