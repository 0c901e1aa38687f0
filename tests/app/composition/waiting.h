// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <QTest>

namespace keyturn::composition {

/// The value of @p future, which has to come within 20 s; a default where it does not, or is an error.
template <class T> T valueOf(const core::Async<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000) || !future.result().ok())
        return {};
    return future.result().value();
}

} // namespace keyturn::composition
