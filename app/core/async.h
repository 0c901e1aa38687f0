// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

namespace keyturn::core {

/// One answer that comes later. It is finished exactly once, always with a Result.
template <class T> using Async = QFuture<Result<T>>;

/// The writing end of an Async. Copies share one answer; the first finish() wins. When the last copy goes without an
/// answer, the future finishes with ErrorKind::Cancelled, so that nobody waits for ever.
template <class T> class Promise
{
public:
    Promise() : m_state(std::make_shared<State>()) { }

    [[nodiscard]] Async<T> future() const { return m_state->promise.future(); }
    [[nodiscard]] bool isFinished() const { return m_state->finished; }

    void finish(Result<T> result) const
    {
        const std::shared_ptr<State> state = m_state; // who is told may drop the last copy of this promise
        if (std::exchange(state->finished, true))
            return;
        state->promise.addResult(std::move(result));
        state->promise.finish();
    }

private:
    struct State {
        State() { promise.start(); }
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        ~State()
        {
            if (finished)
                return;
            promise.addResult(Result<T>(abandoned()));
            promise.finish();
        }
        QPromise<Result<T>> promise;
        bool finished = false;
    };
    std::shared_ptr<State> m_state;
};

/// An Async that is finished already.
template <class T> [[nodiscard]] Async<T> ready(Result<T> result)
{
    const Promise<T> promise;
    promise.finish(std::move(result));
    return promise.future();
}

/// Calls @p then(Result<T>) from @p context's event loop, once; never when @p context is destroyed first. This stands in for
/// `QFuture::then(context, …)`, which asserts on Qt 6.4 when the context dies before the future.
template <class T, class F> void whenDone(Async<T> future, QObject *context, F then)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        const Async<T> done = watcher->future();
        if (done.resultCount() == 0)
            then(Result<T>(abandoned()));
        else
            then(Result<T>(done.result()));
    });
    watcher->setFuture(std::move(future));
}

namespace detail {
template <class R> struct Unwrap;
template <class U> struct Unwrap<Result<U>> {
    using Type = U;
};
template <class U> struct Unwrap<QFuture<Result<U>>> {
    using Type = U;
};
template <class T, class F> struct Continuation {
    using Returned = std::invoke_result_t<F &, T>;
};
template <class F> struct Continuation<void, F> {
    using Returned = std::invoke_result_t<F &>;
};
} // namespace detail

/// The value of @p future goes through @p next, which returns a Result<U> or an Async<U>; an error passes by it. Where @p context
/// is destroyed first, @p next is not called and the outcome is ErrorKind::Cancelled.
template <class T, class F> [[nodiscard]] auto chain(Async<T> future, QObject *context, F next)
{
    using Returned = typename detail::Continuation<T, F>::Returned;
    using U = typename detail::Unwrap<Returned>::Type;
    const Promise<U> promise;
    Async<U> outcome = promise.future();
    whenDone(std::move(future), context, [promise, context, next = std::move(next)](Result<T> result) mutable {
        [[maybe_unused]] QObject *const receiver = context; // where next answers at once, nobody waits for more
        if (!result.ok()) {
            promise.finish(result.error());
            return;
        }
        auto call = [&]() -> Returned {
            if constexpr (std::is_void_v<T>)
                return next();
            else
                return next(std::move(result).value());
        };
        if constexpr (std::is_same_v<Returned, Result<U>>)
            promise.finish(call());
        else
            whenDone(call(), receiver, [promise](Result<U> last) { promise.finish(std::move(last)); });
    });
    return outcome;
}

/// The same, where an error that does not tell its step yet is one of @p step. Needs no context: what it does is done by whoever finishes @p future.
template <class T> [[nodiscard]] Async<T> inStep(const QString &step, Async<T> future)
{
    return future.then([step](Result<T> result) -> Result<T> {
        if (result.ok())
            return result;
        return ofStep(result.error(), step);
    });
}

} // namespace keyturn::core
