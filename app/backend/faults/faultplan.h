// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/fault.h"
#include "backend/httpmessage.h"

#include <atomic>
#include <chrono>
#include <mutex>

namespace keyturn::backend {

/// A fault that waits for requests.
struct ArmedFault {
    qint64 id = 0;
    Fault fault;
    QByteArray method; ///< Empty: any.
    QByteArray route; ///< A path, of which ":name" stands for one segment and "*" at the end for all that follows; empty: any.
    std::optional<int> left; ///< For how many requests more; none: until it is cleared.
};

/// Which faults are armed. Safe from any thread.
class FaultPlan
{
public:
    /// With an id of its own; `fault.id` is not looked at.
    ArmedFault arm(ArmedFault fault);
    /// What is to go wrong with @p request, in the order in which it was armed; counts down.
    [[nodiscard]] QList<Fault> take(const Request &request);
    [[nodiscard]] QList<ArmedFault> armed() const;
    /// Whether there was one.
    bool clear(qint64 id);
    void clearAll();
    /// How wrong the clock goes: by what was armed last.
    [[nodiscard]] std::chrono::seconds skew() const { return std::chrono::seconds(m_skew); }

private:
    void noteSkew();

    mutable std::mutex m_mutex;
    QList<ArmedFault> m_armed;
    qint64 m_lastId = 0;
    std::atomic<qint64> m_skew = 0;
};

} // namespace keyturn::backend
