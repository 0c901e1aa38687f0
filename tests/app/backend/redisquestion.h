// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/redis/redisclient.h"

#include <future>

namespace keyturn::backend {

[[nodiscard]] inline RedisAddress addressOf(const QString &url)
{
    const auto address = RedisAddress::parse(url);
    if (!address.ok())
        qFatal("%s: %s", qPrintable(url), qPrintable(address.error().detail));
    return *address;
}

/// Nothing of a reply where there is an error.
inline RedisReply ask(RedisClient &client, const QList<QByteArray> &command)
{
    std::promise<RedisReply> promise;
    client.command(command, [&promise](const core::Result<RedisReply> &reply) { promise.set_value(reply.ok() ? *reply : RedisReply()); });
    return promise.get_future().get();
}

} // namespace keyturn::backend
