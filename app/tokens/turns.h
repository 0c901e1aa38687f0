// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <QObject>

#include <deque>
#include <functional>

namespace keyturn::tokens {

/// One after another: a task begins when the one before it has answered. What changes one account's slots takes its turn here, as other processes
/// take theirs with the file lock.
class Turns : public QObject
{
public:
    using QObject::QObject;

    /// The answer of @p task, or Cancelled where this object goes first.
    template <class T> [[nodiscard]] core::Async<T> take(std::function<core::Async<T>()> task)
    {
        const core::Promise<T> promise;
        m_waiting.push_back([this, task = std::move(task), promise] {
            core::whenDone(task(), this, [this, promise](const core::Result<T> &answer) {
                promise.finish(answer);
                next();
            });
        });
        if (!m_busy)
            next();
        return promise.future();
    }

    [[nodiscard]] bool isBusy() const { return m_busy; }

private:
    void next()
    {
        m_busy = !m_waiting.empty();
        if (!m_busy)
            return;
        const std::function<void()> begin = std::move(m_waiting.front());
        m_waiting.pop_front();
        begin();
    }

    std::deque<std::function<void()>> m_waiting;
    bool m_busy = false;
};

} // namespace keyturn::tokens
