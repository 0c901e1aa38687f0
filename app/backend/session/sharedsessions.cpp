// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/session/sharedsessions.h"

#include "backend/eventlog.h"

#include <algorithm>
#include <future>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr auto bySession = "s";
constexpr auto byCookie = "c";
constexpr qsizetype longestId = 64;
constexpr milliseconds fenceLife = 2 * SharedSessions::longest;
constexpr milliseconds fencePatience = 1500ms; // what the client itself takes to connect and to be answered, at most
constexpr std::size_t mostOwed = 10'000; // beyond, copies end by their deadline

/// ARGV: s or c, and the id. Answers the clock's state, the time in milliseconds, the session's copy where no fence forbids it, and what stands of
/// the cookie. Which keys it needs it learns on the way, so that it is nothing for a cluster.
constexpr auto lookScript = R"lua(
local root = 'keyturn:sessions:'
local time = redis.call('TIME')
local answer = {redis.call('GET', root .. 'clock') or '0', time[1] * 1000 + math.floor(time[2] / 1000), false, false}
local fences = {root .. 'fence:' .. ARGV[1] .. ':' .. ARGV[2]}
local session = ARGV[2]
if ARGV[1] == 'c' then
    answer[4] = redis.call('GET', root .. 'c:' .. ARGV[2])
    session = string.match(answer[4] or '', '^(%w+) ')
    if not session then return answer end
    fences[2] = root .. 'fence:s:' .. session
end
local copy = redis.call('GET', root .. 's:' .. session)
local clock, user = string.match(copy or '', '^(%d+) ([%w%-]+) ')
if not clock then return answer end
fences[#fences + 1] = root .. 'fence:u:' .. user
for _, fence in ipairs(redis.call('MGET', unpack(fences))) do
    if fence and tonumber(fence) > tonumber(clock) then return answer end
end
answer[3] = copy
return answer
)lua";

/// ARGV: the fences' life in milliseconds, and their names. Without names it tells that Redis is there, and that it takes changes.
constexpr auto fenceScript = R"lua(
local root = 'keyturn:sessions:'
local time = redis.call('TIME')
local clock = math.max(time[1] * 1000000 + time[2], tonumber(redis.call('GET', root .. 'clock') or '0') + 1)
clock = string.format('%.0f', clock)
redis.call('SET', root .. 'clock', clock)
for i = 2, #ARGV do redis.call('SET', root .. 'fence:' .. ARGV[i], clock, 'PX', ARGV[1]) end
return 1
)lua";

QList<QByteArray> fenceCommand(const QByteArrayList &names)
{
    return QList<QByteArray>{"EVAL", fenceScript, "0", QByteArray::number(qint64(fenceLife.count()))} + names;
}

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty() && text.size() < 20 && std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

SharedSessions::Found SharedSessions::find(const QString &sessionId)
{
    const Answer answer = look(bySession, sessionId.toUtf8());
    if (!answer.mark)
        return {};
    return {SessionEntry::opened(answer.entry, sessionId, answer.mark->now, m_key), answer.mark};
}

SharedSessions::Found SharedSessions::findByCookie(const QByteArray &cookieHash)
{
    const Answer answer = look(byCookie, cookieHash.toHex());
    if (!answer.mark)
        return {};
    const std::optional<QString> sessionId = openedCookie(answer.cookie, cookieHash, m_key);
    if (!sessionId)
        return {std::nullopt, answer.mark};
    return {SessionEntry::opened(answer.entry, *sessionId, answer.mark->now, m_key), answer.mark};
}

void SharedSessions::put(const Mark &mark, const LiveSession &live, milliseconds life)
{
    const SessionEntry entry{live.session.id, mark.clock, mark.now + std::min(life, longest).count(), live};
    if (life > 0ms)
        putValue(bySession, live.session.id.toUtf8(), entry.sealed(m_key), entry.deadline);
}

void SharedSessions::putCookie(const Mark &mark, const QByteArray &cookieHash, const QString &sessionId, milliseconds life)
{
    if (life > 0ms)
        putValue(byCookie, cookieHash.toHex(), sealedCookie(cookieHash, sessionId, m_key), mark.now + std::min(life, longest).count());
}

void SharedSessions::putEnded(const Mark &mark, const QString &sessionId)
{
    const SessionEntry entry{sessionId, mark.clock, mark.now + longest.count()};
    putValue(bySession, sessionId.toUtf8(), entry.sealed(m_key), entry.deadline);
}

void SharedSessions::userChanged(const QString &userId)
{
    fence("u:" + userId.toUtf8());
}

void SharedSessions::sessionChanged(const QString &sessionId)
{
    fence("s:" + sessionId.toUtf8());
}

void SharedSessions::cookieChanged(const QByteArray &cookieHash)
{
    fence("c:" + cookieHash.toHex());
}

bool SharedSessions::isAllTold() const
{
    const std::lock_guard lock(m_mutex);
    return m_owed.empty();
}

SharedSessions::Answer SharedSessions::look(const char *kind, const QByteArray &id)
{
    if (id.isEmpty() || id.size() > longestId || isAway())
        return {};
    const auto reply = ask({"EVAL", lookScript, "0", kind, id}, patience);
    if (!reply.ok() && reply.error().code == QLatin1String("redis_unreachable")) {
        const std::lock_guard lock(m_mutex);
        m_away = true;
    }
    if (!reply.ok() || reply->items.size() != 4 || !isDigits(reply->items[0].text) || reply->items[1].integer <= 0)
        return {};
    return {reply->items[2].text, reply->items[3].text, Mark{reply->items[0].text, reply->items[1].integer}};
}

core::Result<RedisReply> SharedSessions::ask(QList<QByteArray> command, milliseconds most)
{
    const auto promise = std::make_shared<std::promise<core::Result<RedisReply>>>(); // whoever answers later than that finds it still there
    std::future<core::Result<RedisReply>> future = promise->get_future();
    m_redis.command(std::move(command), [promise](core::Result<RedisReply> reply) { promise->set_value(std::move(reply)); });
    if (future.wait_for(most) != std::future_status::ready)
        return core::Error{core::ErrorKind::Storage, QStringLiteral("redis_unreachable"), QStringLiteral("it did not answer in time")};
    return future.get();
}

/// One that takes no writes is of no use: whoever looked there would find nothing, each time.
void SharedSessions::putValue(const char *kind, const QByteArray &id, const QByteArray &value, qint64 deadline)
{
    if (value.isEmpty() || id.size() > longestId)
        return;
    m_redis.command({"SET", QByteArray("keyturn:sessions:") + kind + ':' + id, value, "PXAT", QByteArray::number(deadline)},
                    [this](const core::Result<RedisReply> &reply) {
                        const std::lock_guard lock(m_mutex);
                        m_away = m_away || !reply.ok();
                    });
}

void SharedSessions::fence(const QByteArray &name)
{
    const auto done = ask(fenceCommand({name}), fencePatience);
    if (done.ok())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_away = true; // before it may be asked again, it has to know this
        if (m_owed.size() < mostOwed)
            m_owed[name] = SteadyClock::now();
    }
    logEvent(LogLevel::Warning, "session_change_not_shared",
             {{QStringLiteral("seconds"), qint64(std::chrono::duration_cast<std::chrono::seconds>(longest).count())},
              {QStringLiteral("detail"), done.error().detail}});
}

/// Where it is, somebody begins to look whether it still is, and nobody waits for that.
bool SharedSessions::isAway()
{
    Owed owed;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_away)
            return false;
        if (m_looking)
            return true;
        m_looking = true;
        std::erase_if(m_owed, [now = SteadyClock::now()](const auto &each) { return now - each.second > fenceLife; }); // no copy of before is left
        owed = m_owed;
    }
    lookAgain(owed);
    return true;
}

void SharedSessions::lookAgain(const Owed &owed)
{
    QByteArrayList names;
    for (const auto &[name, since] : owed)
        names.append(name);
    m_redis.command(fenceCommand(names), [this, owed](const core::Result<RedisReply> &reply) {
        const std::lock_guard lock(m_mutex);
        m_looking = false;
        if (!reply.ok())
            return;
        for (const auto &[name, since] : owed) {
            if (const auto still = m_owed.find(name); still != m_owed.end() && still->second == since) // else it was owed once more meanwhile
                m_owed.erase(still);
        }
        m_away = !m_owed.empty(); // what was owed since is told next time
    });
}

} // namespace keyturn::backend
