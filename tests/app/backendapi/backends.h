// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/backendprofile.h"

#include <QTest>

namespace keyturn::tests {

/// A backend at https://auth.example/base whose refresh token is the cookie `rt`.
[[nodiscard]] model::BackendProfile cookieBackend();
/// The same with the refresh token in the body.
[[nodiscard]] model::BackendProfile bodyBackend();

/// The answer of @p future, once it is there; fails the test by an error `unanswered` after five seconds.
template <class T> [[nodiscard]] core::Result<T> answerOf(const core::Async<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || future.resultCount() == 0)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("unanswered"), {}};
    return future.result();
}

} // namespace keyturn::tests
