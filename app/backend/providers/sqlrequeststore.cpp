// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/sqlrequeststore.h"

namespace keyturn::backend {

namespace {

using namespace std::chrono;
using Kind = DevicePoll::Kind;

/// RFC 8628 §3.5.
constexpr seconds slowDown(5);
/// Timers and the network are not so exact that a client which means to wait is to be punished.
constexpr milliseconds tolerance(500);
/// How long a device still hears that its code has expired, before nobody knows it.
constexpr hours remembered(1);

/// A request as its device's polls find it.
struct Waiting {
    QString clientId;
    seconds interval{};
    std::optional<Instant> polledAt;
    QString decision;
    QString grantId;
    bool redeemed = false;
    Instant expiresAt;
};

std::optional<Waiting> findWaiting(SqlConnection &sql, const QString &provider, const QByteArray &hash)
{
    SqlStatement row = sql.run("SELECT client_id, poll_interval, polled_at, decision, grant_id, redeemed_at, expires_at FROM provider_devices"
                               " WHERE hash = ? AND provider = ?",
                               hash, provider);
    if (!row.next())
        return std::nullopt;
    return Waiting{row.text(0),
                   seconds(row.text(1).toLongLong()),
                   row.isNull(2) ? std::nullopt : std::optional(row.instant(2)),
                   row.text(3),
                   row.text(4),
                   !row.isNull(5),
                   row.instant(6)};
}

std::optional<ProviderGrant> liveGrant(SqlConnection &sql, const QString &id)
{
    SqlStatement row =
        sql.run("SELECT id, email, subject, scope, signed_in_at, client_id FROM provider_grants WHERE id = ? AND revoked_at IS NULL", id);
    if (!row.next())
        return std::nullopt;
    return ProviderGrant{row.text(0), {row.text(1), row.text(2)}, row.text(3), row.instant(4), row.text(5)};
}

DevicePoll redeem(SqlConnection &sql, const QByteArray &hash, const Waiting &found, Instant now)
{
    const auto grant = found.redeemed ? std::nullopt : liveGrant(sql, found.grantId);
    if (!grant)
        return {};
    sql.change("UPDATE provider_devices SET redeemed_at = ? WHERE hash = ?", now, hash);
    return {Kind::Allowed, {}, grant};
}

} // namespace

core::Result<void> SqlRequestStore::addPushed(const QString &provider, const PushedRequest &request, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM provider_pushed_requests WHERE expires_at <= ?", now);
        sql.change("INSERT INTO provider_pushed_requests (hash, provider, client_id, parameters, expires_at) VALUES (?, ?, ?, ?, ?)", request.hash,
                   provider, request.clientId, request.parameters, request.expiresAt);
        return {};
    });
}

core::Result<std::optional<QString>> SqlRequestStore::takePushed(const QString &provider, const QByteArray &hash, const QString &clientId,
                                                                 Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<QString>> {
        std::optional<QString> found;
        {
            SqlStatement row = sql.run("SELECT parameters FROM provider_pushed_requests WHERE hash = ? AND provider = ? AND client_id = ?"
                                       " AND expires_at > ?",
                                       hash, provider, clientId, now);
            if (!row.next())
                return found;
            found = row.text(0);
        }
        sql.change("DELETE FROM provider_pushed_requests WHERE hash = ?", hash);
        return found;
    });
}

core::Result<bool> SqlRequestStore::addDevice(const QString &provider, const DeviceRequest &request, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        sql.change("DELETE FROM provider_devices WHERE expires_at <= ?", now - remembered);
        const int added =
            sql.change("INSERT INTO provider_devices (hash, provider, user_code_hash, client_id, scope, poll_interval, decision,"
                       " expires_at) VALUES (?, ?, ?, ?, ?, ?, '', ?) ON CONFLICT (provider, user_code_hash) DO NOTHING",
                       request.hash, provider, request.userCodeHash, request.clientId, request.scope, request.interval.count(), request.expiresAt);
        return added > 0;
    });
}

core::Result<std::optional<DeviceRequest>> SqlRequestStore::waitingDevice(const QString &provider, const QByteArray &userCodeHash, Instant now)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<DeviceRequest>> {
        SqlStatement row = sql.run("SELECT hash, client_id, scope, poll_interval, expires_at FROM provider_devices WHERE provider = ?"
                                   " AND user_code_hash = ? AND decision = '' AND expires_at > ?",
                                   provider, userCodeHash, now);
        if (!row.next())
            return std::optional<DeviceRequest>();
        return std::optional(DeviceRequest{row.bytes(0), userCodeHash, row.text(1), row.text(2), seconds(row.text(3).toLongLong()), row.instant(4)});
    });
}

core::Result<bool> SqlRequestStore::decideDevice(const QString &provider, const QByteArray &userCodeHash, const std::optional<ProviderGrant> &grant,
                                                 Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int decided = sql.change("UPDATE provider_devices SET decision = ? WHERE provider = ? AND user_code_hash = ? AND decision = ''"
                                       " AND expires_at > ?",
                                       grant ? "allowed" : "denied", provider, userCodeHash, now);
        if (decided == 0)
            return false;
        if (grant) {
            sql.change("INSERT INTO provider_grants (id, provider, client_id, email, subject, scope, signed_in_at, created_at)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       grant->id, provider, grant->clientId, grant->person.email, grant->person.subject, grant->scope, grant->signedInAt, now);
            sql.change("UPDATE provider_devices SET grant_id = ? WHERE provider = ? AND user_code_hash = ?", grant->id, provider, userCodeHash);
        }
        return true;
    });
}

core::Result<DevicePoll> SqlRequestStore::pollDevice(const QString &provider, const QByteArray &hash, const QString &clientId, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<DevicePoll> {
        const auto found = findWaiting(sql, provider, hash);
        if (!found || found->clientId != clientId || found->redeemed)
            return DevicePoll{};
        if (now >= found->expiresAt)
            return DevicePoll{Kind::Expired};
        if (found->polledAt && now - *found->polledAt + tolerance < found->interval) {
            const seconds longer = found->interval + slowDown;
            sql.change("UPDATE provider_devices SET polled_at = ?, poll_interval = ? WHERE hash = ?", now, longer.count(), hash);
            return DevicePoll{Kind::TooFast, longer};
        }
        sql.change("UPDATE provider_devices SET polled_at = ? WHERE hash = ?", now, hash);
        if (found->decision.isEmpty())
            return DevicePoll{Kind::Pending};
        return found->decision == QLatin1String("allowed") ? redeem(sql, hash, *found, now) : DevicePoll{Kind::Denied};
    });
}

core::Result<void> SqlRequestStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM provider_pushed_requests WHERE expires_at < ?", before);
        sql.change("DELETE FROM provider_devices WHERE expires_at < ?", before);
        return {};
    });
}

} // namespace keyturn::backend
