// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <functional>

namespace keyturn::backend {

/// At most `count` uses in any span of `window`: a sliding window, not a fixed one, at whose edge twice as many would go through.
struct LimitPolicy {
    int count = 10;
    std::chrono::seconds window{15 * 60};
    bool operator==(const LimitPolicy &) const = default;
};

/// What one counter leaves.
struct Allowance {
    int remaining = 0;
    std::chrono::milliseconds wait{0}; ///< Until there is one more; 0 where nothing is used.
    bool operator==(const Allowance &) const = default;
};

/// One use of several counters at once.
struct Taken {
    bool granted = false; ///< false: one of them at least had nothing left, and none was used.
    QList<Allowance> allowances; ///< In the order of the counters, after this use.
    qint64 stamp = 0; ///< For giveBack().
};

/// Counters by key, all under one policy. What is refused is not counted, so that asking on does not make it longer. Safe from any thread; callbacks
/// come at once or on a thread of the limiter's own, exactly once. Errors: Storage `limits_unreachable`; whoever asks lets nothing through then.
class RateLimiter
{
public:
    virtual ~RateLimiter() = default;

    using Done = std::function<void(core::Result<Taken>)>;
    /// Uses each of @p keys once, or none of them. Keys are digests: nothing is kept that tells whose they are.
    virtual void take(const QList<QByteArray> &keys, Done done) = 0;

    using Known = std::function<void(core::Result<void>)>;
    /// Undoes the use at @p stamp of @p keys, and no other.
    virtual void giveBack(const QList<QByteArray> &keys, qint64 stamp, Known done) = 0;
    /// Whether the counters can be reached.
    virtual void ping(Known done) = 0;
    /// Waits for what is under way; what is asked later fails at once.
    virtual void stop() = 0;
};

} // namespace keyturn::backend
