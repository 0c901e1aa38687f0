// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <QObject>
#include <QThread>

namespace keyturn::history {

/// The thread of one object that works on a file, @p Worker. It starts with the first thing to do; nothing is touched before.
template <class Worker> class DiskThread
{
public:
    explicit DiskThread(const QString &name) { m_thread.setObjectName(name); }
    DiskThread(const DiskThread &) = delete;
    DiskThread &operator=(const DiskThread &) = delete;
    ~DiskThread() { end(); }

    /// Whether it has started.
    [[nodiscard]] Worker *worker() const { return m_worker; }
    /// Starts it with @p worker, whose owner it becomes.
    void start(Worker *worker)
    {
        m_worker = worker;
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater); // in that thread, whose the connection is
        m_thread.start(QThread::LowPriority);
    }
    /// Precondition of both: it has started. They are done in the order in which they were asked for.
    template <class F> void tell(F act)
    {
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, act = std::move(act)] { act(*worker); }, Qt::QueuedConnection);
    }
    template <class T, class F> [[nodiscard]] core::Async<T> ask(F question)
    {
        const core::Promise<T> promise;
        tell([promise, question = std::move(question)](Worker &worker) { promise.finish(question(worker)); });
        return promise.future();
    }
    /// Waits for what was asked for.
    void end()
    {
        if (!m_worker)
            return;
        tell([thread = &m_thread](Worker &) { thread->quit(); });
        m_thread.wait();
        m_worker = nullptr;
    }

private:
    QThread m_thread;
    Worker *m_worker = nullptr; ///< Of m_thread, which it ends with.
};

} // namespace keyturn::history
