// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/wire.h"

#include <QDeadlineTimer>
#include <QMutexLocker>

namespace keyturn::audit {

namespace {

core::Error stopped()
{
    return {core::ErrorKind::Cancelled, QStringLiteral("stopped"), QStringLiteral("The audit was stopped.")};
}

/// Who finishes it does so in the network's thread.
template <class T> core::Result<T> waitFor(core::Async<T> future)
{
    future.waitForFinished();
    return future.resultCount() > 0 ? future.result() : core::Result<T>(stopped());
}

Answer answerOf(const core::Result<Answer> &result)
{
    if (result.ok())
        return *result;
    Answer answer;
    answer.failure = stopped();
    return answer;
}

} // namespace

core::Async<Answer> Wire::begin(net::HttpRequest request)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_client)
        return core::ready<Answer>(stopped());
    request.purpose = m_purpose;
    const core::Promise<Answer> promise; // where the client goes first, the call goes with it, and the promise ends as abandoned
    QMetaObject::invokeMethod(
        m_client,
        [client = m_client, promise, request = std::move(request)] {
            core::whenDone(client->ask(request), client, [promise](const core::Result<Answer> &answer) { promise.finish(answer); });
        },
        Qt::QueuedConnection);
    return promise.future();
}

Answer Wire::ask(const net::HttpRequest &request)
{
    return answerOf(waitFor(begin(request)));
}

QList<Answer> Wire::askTogether(const QList<net::HttpRequest> &requests)
{
    QList<core::Async<Answer>> begun;
    for (const net::HttpRequest &request : requests)
        begun.append(begin(request));
    QList<Answer> answers;
    for (const core::Async<Answer> &one : std::as_const(begun))
        answers.append(answerOf(waitFor(one)));
    return answers;
}

core::Result<backendapi::CsrfPass> Wire::csrfPass(const model::BackendProfile &profile, const model::TokenSet &tokens)
{
    const core::Promise<backendapi::CsrfPass> promise;
    {
        const QMutexLocker lock(&m_mutex);
        if (!m_client)
            return stopped();
        QMetaObject::invokeMethod(
            m_client,
            [csrf = m_csrf, client = m_client, promise, profile, tokens] {
                core::whenDone(csrf->fetch(profile, tokens), client,
                               [promise](const core::Result<backendapi::CsrfPass> &pass) { promise.finish(pass); });
            },
            Qt::QueuedConnection);
    }
    return waitFor(promise.future());
}

bool Wire::pause(std::chrono::milliseconds time)
{
    const QDeadlineTimer end(time);
    const QMutexLocker lock(&m_mutex);
    while (m_client && !end.hasExpired())
        m_closed.wait(&m_mutex, end);
    return m_client != nullptr;
}

bool Wire::isClosed() const
{
    const QMutexLocker lock(&m_mutex);
    return !m_client;
}

void Wire::close()
{
    const QMutexLocker lock(&m_mutex);
    m_client = nullptr;
    m_csrf = nullptr;
    m_closed.wakeAll();
}

void Wire::setPurpose(const QString &purpose)
{
    const QMutexLocker lock(&m_mutex);
    m_purpose = purpose;
}

} // namespace keyturn::audit
