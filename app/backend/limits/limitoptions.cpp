// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/limitoptions.h"

#include "backend/limits/memorylimiter.h"
#include "backend/limits/redislimiter.h"
#include "backend/secretfile.h"
#include "backend/usage.h"

namespace keyturn::backend {

namespace {

constexpr int mostUses = 1000; // each is kept, for the window to slide
constexpr int longestWindow = 24 * 3600;
constexpr qsizetype mostOfFile = 4096;

core::Result<std::optional<LimitPolicy>> readPolicy(const QString &text)
{
    if (text == QLatin1String("off"))
        return std::optional<LimitPolicy>();
    bool counted = false;
    bool timed = false;
    const int count = text.section(u'/', 0, 0).toInt(&counted);
    const int window = text.section(u'/', 1).toInt(&timed);
    if (!counted || !timed || count < 1 || count > mostUses || window < 1 || window > longestWindow)
        return usage(
            QStringLiteral("--rate-limit takes N/SECONDS, with N from 1 to %1 and SECONDS from 1 to %2, or off.").arg(mostUses).arg(longestWindow));
    return std::optional(LimitPolicy{count, std::chrono::seconds(window)});
}

QString textOf(const LimitPolicy &policy)
{
    return QStringLiteral("%1/%2").arg(policy.count).arg(policy.window.count());
}

core::Result<std::optional<RedisAddress>> readRedis(const Settings &settings)
{
    const QString option = QStringLiteral("redis");
    const QString fileOption = QStringLiteral("redis-file");
    if (settings.isSet(option) && settings.isSet(fileOption) && settings.isFlag(option) == settings.isFlag(fileOption))
        return usage(QStringLiteral("--redis and --redis-file say the same thing; give one of them."));
    QString text = settings.value(option);
    if (settings.isSet(fileOption) && !settings.isFlag(option)) {
        const core::Result<core::Secret> content = SecretFile::read(settings.value(fileOption), mostOfFile);
        if (!content.ok())
            return usage(QStringLiteral("--redis-file: ") + content.error().detail);
        text = firstLineOf(*content);
    } else if (text.isEmpty() && !settings.isSet(option)) {
        return std::optional<RedisAddress>();
    }
    const core::Result<RedisAddress> address = RedisAddress::parse(text);
    if (!address.ok())
        return address.error();
    if (settings.isFlag(option) && !address->password.isEmpty())
        return usage(QStringLiteral("Everybody on this machine can read a password on the command line. Put the address of Redis into a file for "
                                    "--redis-file, or into KEYTURN_BACKEND_REDIS."));
    return std::optional(*address);
}

} // namespace

QList<QCommandLineOption> LimitOptions::commandLine()
{
    return {
        {QStringLiteral("rate-limit"),
         QStringLiteral(
             "How often one address, and one account, may try to sign in, register, refresh, and use mailed codes: N times in any SECONDS, "
             "or off (default 10/900)."),
         QStringLiteral("N/SECONDS"), textOf(*LimitOptions().policy)},
        {QStringLiteral("redis"),
         QStringLiteral("redis://HOST:PORT/DB or unix:/PATH: where several backends count together and keep live sessions at hand. One with a "
                        "password goes into a file or into KEYTURN_BACKEND_REDIS."),
         QStringLiteral("URL")},
        {QStringLiteral("redis-file"),
         QStringLiteral("File, for its owner alone, whose first line is the URL of Redis, with [[USER]:PASSWORD@] before HOST."),
         QStringLiteral("FILE")},
        {QStringLiteral("trusted-proxy"), QStringLiteral("Proxy whose X-Forwarded-For is believed. Without it that field counts for nothing."),
         QStringLiteral("ADDR[/BITS]...")},
    };
}

core::Result<LimitOptions> LimitOptions::read(const Settings &settings)
{
    LimitOptions options;
    if (settings.isSet(QStringLiteral("rate-limit"))) {
        const auto policy = readPolicy(settings.value(QStringLiteral("rate-limit")));
        if (!policy.ok())
            return policy.error();
        options.policy = *policy;
    }
    const auto redis = readRedis(settings);
    if (!redis.ok())
        return redis.error();
    options.redis = *redis;
    for (const QString &text : settings.values(QStringLiteral("trusted-proxy"))) {
        const std::optional<IpRange> range = IpRange::fromText(text);
        if (!range)
            return usage(QStringLiteral("--trusted-proxy takes an IP address, or a range of them as 10.0.0.0/8."));
        options.trustedProxies.append(*range);
    }
    return options;
}

std::unique_ptr<RateLimiter> newRateLimiter(const core::Clock &clock, const LimitOptions &options)
{
    if (options.redis)
        return std::make_unique<RedisLimiter>(*options.redis, *options.policy);
    return std::make_unique<MemoryLimiter>(clock, *options.policy);
}

} // namespace keyturn::backend
