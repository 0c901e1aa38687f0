// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/redis/redisclient.h"

#include "backend/eventlog.h"

#include <hiredis/hiredis.h>

#include <cerrno>
#include <memory>

namespace keyturn::backend {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr timeval connectPatience{0, 500'000};
constexpr timeval answerPatience{1, 0};
constexpr std::chrono::milliseconds rest(250); // after a failure nobody tries in vain for so long: what waits is told at once
constexpr std::size_t mostWaiting = 1024;

core::Error unreachable(const QString &detail)
{
    return {core::ErrorKind::Storage, QStringLiteral("redis_unreachable"), detail};
}

struct FreeReply {
    void operator()(void *reply) const { freeReplyObject(reply); }
};
using ReplyPointer = std::unique_ptr<redisReply, FreeReply>;

RedisReply replyFrom(const redisReply &from)
{
    RedisReply reply;
    reply.integer = from.integer;
    if (from.str)
        reply.text = QByteArray(from.str, static_cast<qsizetype>(from.len));
    for (std::size_t i = 0; from.type == REDIS_REPLY_ARRAY && i < from.elements; ++i)
        reply.items.append(replyFrom(*from.element[i]));
    return reply;
}

} // namespace

/// One connection, of one thread.
class RedisClient::Connection
{
public:
    explicit Connection(const RedisAddress &address) : m_address(address) { }

    [[nodiscard]] bool isOpen() const { return m_context != nullptr; }
    /// Whether the other side had ended it: nothing was done then. Precondition: a failure.
    [[nodiscard]] bool wasEnded() const { return m_ended; }

    /// With sign-in and choice of the database.
    [[nodiscard]] core::Result<void> open()
    {
        m_context.reset(m_address.socketPath.isEmpty()
                            ? redisConnectWithTimeout(m_address.host.toUtf8().constData(), m_address.port, connectPatience)
                            : redisConnectUnixWithTimeout(m_address.socketPath.toLocal8Bit().constData(), connectPatience));
        if (!m_context || m_context->err != 0 || redisSetTimeout(m_context.get(), answerPatience) != REDIS_OK)
            return broken();
        QList<QList<QByteArray>> greetings;
        if (!m_address.password.isEmpty()) {
            QList<QByteArray> sign{"AUTH"};
            if (!m_address.user.isEmpty())
                sign.append(m_address.user.toUtf8());
            const QByteArrayView password = m_address.password.reveal();
            sign.append(QByteArray::fromRawData(password.data(), password.size()));
            greetings.append(sign);
        }
        if (m_address.database != 0)
            greetings.append({"SELECT", QByteArray::number(m_address.database)});
        for (const QList<QByteArray> &greeting : std::as_const(greetings)) {
            if (const auto greeted = ask(greeting); !greeted.ok()) {
                m_context.reset();
                return unreachable(greeted.error().detail);
            }
        }
        return {};
    }

    [[nodiscard]] core::Result<RedisReply> ask(const QList<QByteArray> &arguments)
    {
        std::vector<const char *> texts;
        std::vector<std::size_t> sizes;
        for (const QByteArray &argument : arguments) {
            texts.push_back(argument.constData());
            sizes.push_back(static_cast<std::size_t>(argument.size()));
        }
        const ReplyPointer reply(
            static_cast<redisReply *>(redisCommandArgv(m_context.get(), static_cast<int>(texts.size()), texts.data(), sizes.data())));
        if (!reply)
            return broken();
        if (reply->type == REDIS_REPLY_ERROR)
            return core::Error{core::ErrorKind::Storage, QStringLiteral("redis_refused"),
                               QString::fromUtf8(reply->str, static_cast<qsizetype>(reply->len))};
        return replyFrom(*reply);
    }

private:
    struct Free {
        void operator()(redisContext *context) const { redisFree(context); }
    };

    core::Error broken()
    {
        const QString reason = m_context && m_context->err != 0 ? QString::fromUtf8(m_context->errstr) : QStringLiteral("no connection");
        m_ended = m_context && (m_context->err == REDIS_ERR_EOF || (m_context->err == REDIS_ERR_IO && (errno == EPIPE || errno == ECONNRESET)));
        m_context.reset();
        return unreachable(reason);
    }

    const RedisAddress &m_address;
    bool m_ended = false;
    std::unique_ptr<redisContext, Free> m_context;
};

RedisClient::RedisClient(RedisAddress address, int threads) : m_address(std::move(address))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

RedisClient::~RedisClient()
{
    stop();
}

void RedisClient::command(QList<QByteArray> arguments, Done done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping && m_jobs.size() < mostWaiting) {
            m_jobs.push_back({std::move(arguments), std::move(done)});
            m_wanted.notify_one();
            return;
        }
    }
    done(unreachable(QStringLiteral("too much waits for it")));
}

void RedisClient::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wanted.notify_all();
    }
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

void RedisClient::work()
{
    Connection connection(m_address);
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wanted.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job.done(run(connection, job.arguments));
    }
}

bool RedisClient::isResting() const
{
    return SteadyClock::now().time_since_epoch().count() < m_restUntil;
}

core::Result<RedisReply> RedisClient::run(Connection &connection, const QList<QByteArray> &arguments)
{
    if (connection.isOpen()) {
        auto reply = connection.ask(arguments);
        // Where Redis was started anew since the connection was last used: once more, over a new one.
        if (reply.ok() || connection.isOpen() || !connection.wasEnded()) {
            note(reply);
            return reply;
        }
    }
    if (isResting())
        return unreachable(QStringLiteral("it could not be reached a moment ago"));
    if (const auto opened = connection.open(); !opened.ok()) {
        note(opened.error());
        return opened.error();
    }
    auto reply = connection.ask(arguments);
    note(reply);
    return reply;
}

void RedisClient::note(const core::Result<RedisReply> &outcome)
{
    const bool away = !outcome.ok();
    if (!away)
        m_restUntil = 0; // it is back, whatever another connection has just seen
    else if (outcome.error().code == QLatin1String("redis_unreachable"))
        m_restUntil = (SteadyClock::now() + rest).time_since_epoch().count();
    if (m_away.exchange(away) == away)
        return;
    if (away)
        logEvent(LogLevel::Error, "redis_failed",
                 {{QStringLiteral("address"), m_address.text()}, {QStringLiteral("detail"), outcome.error().detail}});
    else
        logEvent(LogLevel::Info, "redis_back", {{QStringLiteral("address"), m_address.text()}});
}

} // namespace keyturn::backend
