// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/redis/redisclient.h"
#include "backend/session/sessionchanges.h"
#include "backend/session/sessionentry.h"

#include <map>

namespace keyturn::backend {

/// What all instances know of live and ended sessions, in a Redis 7: copies of what the database said a moment ago, so that it need not be asked
/// again. The database stays the truth; a Redis that loses everything loses nothing.
///
/// When is a copy believed? Changes are numbered by a clock in Redis that never goes back (its time in microseconds, or one more than before).
/// 1. Whoever finds no copy gets the clock's state, and then asks the database.
/// 2. What the database says is put with that state, with a deadline at most `longest` after step 1 by Redis's own time. Nobody's clock but Redis's
///    counts, and a put that comes late does not live longer.
/// 3. Whatever ends sessions or changes a user does so in the database, and then moves the clock on and notes its state as the *fence* of that
/// session,
///    cookie or user, for longer than a copy lives. Only then is it reported as done.
/// 4. A copy is believed where its state is not before a fence of its session, its cookie and its user. So one that was read before the change, and
/// put
///    whenever, counts for nothing: to replace the fence is not in its power.
///
/// What goes wrong on the way:
/// - The instance dies between database and fence: nothing was reported as done, and copies end by their deadline.
/// - Redis cannot be reached for the fence: it is owed. The change stands in the database and is reported as done, for without Redis everybody asks
/// the
///   database. An instance that still reaches it (a network cut in two), or finds it with its copies when it comes back, believes one until its
///   deadline: `longest` is the bound of it. The one that owes delivers the fence before it believes copies again itself.
/// - Redis was emptied or restarted: copies and fences are gone together, and its time is past all states that were given out. Who had asked the
/// database
///   just before a change, and puts the copy just after the restart, has it believed until its deadline: the same bound. So has a Redis that comes
///   back with older data, or a replica that takes over without the last fences, for Redis keeps deadlines as points in time.
/// - Redis forgets single keys, for want of memory: without the clock or a copy the database is asked, without a fence the bound holds.
/// - Redis's own time is set back: keys live longer by so much, and so do deadlines; nothing else in here goes by it.
///
/// Asking waits `patience` at most. Who had to wait in vain, or could put nothing, makes all the rest ask the database until Redis has taken a change
/// of the clock, for which nobody waits. Keys: `keyturn:sessions:…`; all but the clock's go by themselves. No cookie or token stands there but as
/// SHA-256; names, addresses and what clients say of themselves do, as in the database.
class SharedSessions final : public SessionChanges
{
public:
    static constexpr std::chrono::milliseconds longest = useResolution; ///< So that each use is still noted in the database when it is due.
    static constexpr std::chrono::milliseconds patience{500};

    /// @p key, the same for all instances, is what copies are made with; who only tells changes needs none.
    SharedSessions(const RedisAddress &address, core::Secret key, int threads = 4) : m_key(std::move(key)), m_redis(address, threads) { }

    /// Where the clock stood when nothing was found.
    struct Mark {
        QByteArray clock;
        qint64 now = 0; ///< Milliseconds since the epoch, Redis's time.
    };
    struct Found {
        std::optional<SessionEntry> entry; ///< To be believed.
        std::optional<Mark> mark; ///< For put(); nothing where Redis cannot be asked.
    };
    [[nodiscard]] Found find(const QString &sessionId);
    [[nodiscard]] Found findByCookie(const QByteArray &cookieHash);

    /// What the database said after @p mark was got; nothing where @p life is none. Does not wait for it.
    void put(const Mark &mark, const LiveSession &live, std::chrono::milliseconds life);
    /// The same for the session's cookie.
    void putCookie(const Mark &mark, const QByteArray &cookieHash, const QString &sessionId, std::chrono::milliseconds life);
    /// That there is no such live session, and will be none.
    void putEnded(const Mark &mark, const QString &sessionId);

    void userChanged(const QString &userId) override;
    void sessionChanged(const QString &sessionId) override;
    void cookieChanged(const QByteArray &cookieHash);
    /// Whether no fence is owed.
    [[nodiscard]] bool isAllTold() const;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    using Owed = std::map<QByteArray, SteadyTime>; ///< Fences that are not known to stand, with when they were wanted.
    struct Answer {
        QByteArray entry;
        QByteArray cookie;
        std::optional<Mark> mark;
    };
    [[nodiscard]] Answer look(const char *kind, const QByteArray &id);
    [[nodiscard]] core::Result<RedisReply> ask(QList<QByteArray> command, std::chrono::milliseconds most);
    void putValue(const char *kind, const QByteArray &id, const QByteArray &value, qint64 deadline);
    void fence(const QByteArray &name);
    [[nodiscard]] bool isAway();
    void lookAgain(const Owed &owed);

    const core::Secret m_key;
    mutable std::mutex m_mutex; ///< Of the three below; never held while Redis is waited for.
    bool m_away = false;
    bool m_looking = false; ///< Whether it is back.
    Owed m_owed;
    RedisClient m_redis; ///< Goes first: its threads use the rest.
};

} // namespace keyturn::backend
